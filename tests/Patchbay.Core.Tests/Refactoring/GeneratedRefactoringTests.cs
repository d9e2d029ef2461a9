using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Tests.Diffing.Architect;

namespace Patchbay.Core.Tests.Refactoring;

/// <summary>What every change of an Architect file holds to, on generated flows in any style of writing: the result parses and has no new problems, undoing gives the bytes back, a second run does nothing, a rename there and back changes nothing.</summary>
public sealed class GeneratedRefactoringTests
{
    private static readonly Config Some = Config.QuickThrowOnFailure.WithMaxTest(40);

    private static Arbitrary<string> Texts { get; } = (from flow in GeneratedArchitectFlow.Gen from style in WritingStyle.Gen select flow.Write(style)).ToArbitrary();

    [Fact]
    public void Calls_in_generated_flows_hold_to_all_that_changes_do() => Holds(RefactoringInvariantTests.CheckCalls);

    [Fact]
    public void Renaming_there_and_back_gives_the_same_bytes_in_generated_flows() => Holds(RefactoringInvariantTests.CheckRenames);

    [Fact]
    public void Transfers_and_words_of_generated_flows_hold_to_all_that_changes_do() => Holds(RefactoringInvariantTests.CheckMenusAndTransfers);

    private static void Holds(Func<IEnumerable<(string Name, string Text)>, int> check)
    {
        var changed = 0;
        Prop.ForAll(Texts, text => changed += check([("generated", text)])).Check(Some);
        changed.ShouldBeGreaterThan(20);
    }
}
