using Patchbay.Client.Applying;
using Patchbay.Core.Changes;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Planning;
using Patchbay.Core.Text;

namespace Patchbay.Client.Tests.Applying;

public sealed class PlanMakerTests
{
    private static readonly TextSpan Span = new(12, 5);
    private readonly LockingStore _store = new();

    public PlanMakerTests()
    {
        _store.Add("m1", "Validate", "module", Module("Validate", "m2"));
        _store.Add("m2", "Inbound_helper", "module", Module("Inbound_helper", null));
        _store.Add("c1", "Inbound_one", "call", Workbench.FlowText("Inbound_one"));
        _store.Add("c2", "Inbound_two", "call", Workbench.FlowText("Inbound_two"));
        _store.Add("c3", "Validate", "call", Workbench.FlowText("Validate"));
    }

    [Fact]
    public async Task Finds_the_shared_flow_among_flows_of_its_name_by_what_can_be_called()
    {
        var plan = (await MakeAsync(new FlowReference("Validate"))).Plan.ShouldNotBeNull();

        plan.Steps.ShouldHaveSingleItem().ShouldBeOfType<ResolvedCall>().Call.FlowId.ShouldBe("m1");
        plan.Store.ShouldBe("locking org");
    }

    [Fact]
    public async Task Never_selects_the_shared_flow_or_what_it_calls()
    {
        var plan = (await MakeAsync(new FlowReference("Validate"), "*")).Plan.ShouldNotBeNull();

        plan.Flows.Select(flow => flow.Id).ShouldBe(["c1", "c2", "c3"]);
    }

    [Fact]
    public async Task A_shared_flow_that_does_not_exist_is_reported_where_it_is_named()
    {
        var problem = (await MakeAsync(new FlowReference("validate"))).Problems.ShouldHaveSingleItem();

        (problem.Id, problem.Span).ShouldBe(("unknown-shared-flow", Span));
        problem.Message.ShouldBe("The shared flow \"validate\" does not exist in locking org. Did you mean \"Validate\"?");
    }

    [Fact]
    public async Task A_name_of_another_type_says_which_types_there_are()
    {
        var problem = (await MakeAsync(new FlowReference("Inbound_one", "module"))).Problems.ShouldHaveSingleItem();

        problem.Message.ShouldContain("There is \"Inbound_one\" of type call.");
    }

    [Fact]
    public async Task An_ambiguous_name_lists_the_candidates()
    {
        _store.Add("m9", "Validate", "subflow", Module("Validate", null));

        var problem = (await MakeAsync(new FlowReference("Validate"))).Problems.ShouldHaveSingleItem();

        problem.Id.ShouldBe("ambiguous-shared-flow");
        problem.Message.ShouldBe("The shared flow \"Validate\" may be any of 2: m1 (module); m9 (subflow). Name the one meant by its id.");
        (await MakeAsync(new FlowReference(null, Id: "m9"))).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tells_how_many_definitions_have_been_read()
    {
        var progress = new List<PlanProgress>();

        await new PlanMaker(_store, LintConfig.Default, TimeProvider.System).MakeAsync(Change(new FlowReference("Validate"), "Inbound_*"), new Listener(progress));

        progress.ShouldBe([new(0, 0), new(0, 2), new(1, 2), new(2, 2)]);
    }

    private Task<PlanResult> MakeAsync(FlowReference shared, string names = "Inbound_*") =>
        new PlanMaker(_store, LintConfig.Default, TimeProvider.System).MakeAsync(Change(shared, names));

    private static ChangeFile Change(FlowReference shared, string names) => new(new FlowSelection { Names = [names] }, [new CallStep(Span, shared, Place.Start)]);

    private static string Module(string name, string? calls) => calls is null
        ? $$"""{"name": "{{name}}", "type": "module", "actions": [{"id": "done", "type": "endModule"}]}"""
        : $$"""{"name": "{{name}}", "type": "module", "actions": [{"id": "help", "type": "invokeflow", "flowId": "{{calls}}", "next": "done"}, {"id": "done", "type": "endModule"}]}""";

    private sealed class Listener(List<PlanProgress> progress) : IProgress<PlanProgress>
    {
        public void Report(PlanProgress value) => progress.Add(value);
    }
}
