using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting;

/// <summary>A rule about Architect flows.</summary>
internal abstract class ArchitectRule : LintRule
{
    public sealed override FlowApi? OnlyFor => FlowApi.Platform;
}
