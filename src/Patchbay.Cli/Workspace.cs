using Patchbay.Client.Applying;
using Patchbay.Client.Http;
using Patchbay.Core.Configuration;
using Patchbay.Core.Linting;
using Patchbay.Core.Text;

namespace Patchbay.Cli;

/// <summary>What the folder one works in settles: <c>patchbay.yaml</c>, <c>.env</c>, and where runs are kept.</summary>
/// <param name="Root">The folder that holds <c>patchbay.yaml</c>, or else the working directory.</param>
/// <param name="Config">What <c>patchbay.yaml</c> says.</param>
/// <param name="Variables">The environment over <c>.env</c>.</param>
/// <param name="Runs">The journals.</param>
internal sealed record Workspace(string Root, WorkspaceConfig Config, EnvironmentVariables Variables, RunFolder Runs)
{
    /// <summary>Severities and suppressions.</summary>
    public LintConfig Lint => Config.Lint;

    /// <summary>Finds and reads what is there.</summary>
    /// <exception cref="CliException"><c>patchbay.yaml</c> is wrong; the message shows where.</exception>
    public static Workspace Open(Invocation call)
    {
        var root = call.Around.Directory;
        for (var folder = root; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, WorkspaceConfig.FileName)))
            {
                root = folder;
                break;
            }
        }

        var config = ReadConfig(call, Path.Combine(root, WorkspaceConfig.FileName));
        var dotEnv = Path.Combine(root, ".env");
        var variables = new EnvironmentVariables(call.Around.Variables, File.Exists(dotEnv) ? call.ReadFile(dotEnv).Text : null);
        return new Workspace(root, config, variables, new RunFolder(Path.Combine(root, ".patchbay"), call.Around.Clock));
    }

    private static WorkspaceConfig ReadConfig(Invocation call, string path)
    {
        if (!File.Exists(path))
        {
            return new WorkspaceConfig();
        }

        var source = new SourceText(call.ReadFile(path).Text, WorkspaceConfig.FileName);
        var read = WorkspaceConfigReader.Read(source, [.. RuleSet.All.Select(rule => rule.Id)]);
        return read.Config ?? throw CliException.Wrong("The configuration cannot be used.", source, read.Diagnostics);
    }
}
