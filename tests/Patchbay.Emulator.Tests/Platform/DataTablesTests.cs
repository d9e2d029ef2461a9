using System.Net;

namespace Patchbay.Emulator.Tests.Platform;

public sealed class DataTablesTests : IAsyncLifetime
{
    private const string Schema = """{"type": "object", "required": ["key"], "properties": {"key": {"type": "string"}, "open": {"type": "boolean"}, "agents": {"type": "integer"}}}""";

    private TestOrg _org = null!;
    private string _path = "";

    public async ValueTask InitializeAsync()
    {
        _org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Sales"));
        _path = (await _org.PostAsync("/api/v2/flows/datatables", $$"""{"name": "Branches", "schema": {{Schema}}}""")).Field("selfUri");
    }

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task A_row_is_known_by_its_key()
    {
        var added = await _org.PostAsync($"{_path}/rows", """{"key": "Bonn", "open": true, "agents": 7}""");
        added.Status.ShouldBe(HttpStatusCode.OK, added.Text);

        (await _org.PostAsync($"{_path}/rows", """{"key": "Bonn"}""")).Code.ShouldBe("flows.datatables.not.unique");
        (await _org.GetAsync($"{_path}/rows/Bonn")).Text.ShouldBe("""{"key":"Bonn"}""");
        (await _org.GetAsync($"{_path}/rows/Bonn?showbrief=false")).Text.ShouldBe("""{"key":"Bonn","open":true,"agents":7}""");

        await _org.PutAsync($"{_path}/rows/Bonn", """{"key": "Bonn", "open": false}""");
        (await _org.GetAsync($"{_path}/rows?showbrief=false")).Json.GetProperty("entities")[0].GetProperty("open").GetBoolean().ShouldBeFalse();

        (await _org.DeleteAsync($"{_path}/rows/Bonn")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _org.GetAsync($"{_path}/rows/Bonn")).Code.ShouldBe("flows.datatables.row.not.found");
    }

    [Theory]
    [InlineData("""{"open": true}""")]
    [InlineData("""{"key": "Bonn", "open": "yes"}""")]
    [InlineData("""{"key": "Bonn", "agents": 1.5}""")]
    [InlineData("""{"key": "Bonn", "colour": "red"}""")]
    public async Task A_row_that_does_not_fit_the_schema_is_refused(string row)
    {
        var answer = await _org.PostAsync($"{_path}/rows", row);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("flows.datatables.schema.exception");
    }

    [Fact]
    public async Task Fields_are_added_and_never_removed()
    {
        var fewer = """{"name": "Branches", "schema": {"properties": {"key": {"type": "string"}}}}""";
        var more = $$$"""{"name": "Branches", "schema": {{{Schema.Replace("\"key\": {", "\"city\": {\"type\": \"string\"}, \"key\": {", StringComparison.Ordinal)}}}}""";

        (await _org.PutAsync(_path, fewer)).Code.ShouldBe("flows.datatables.cannot.remove.fields");
        (await _org.PutAsync(_path, more)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_schema_is_told_where_it_is_asked_for()
    {
        (await _org.GetAsync(_path)).Json.TryGetProperty("schema", out _).ShouldBeFalse();
        (await _org.GetAsync($"{_path}?expand=schema")).Json.GetProperty("schema").GetProperty("properties").TryGetProperty("agents", out _).ShouldBeTrue();
        (await _org.GetAsync("/api/v2/flows/datatables/nobody")).Code.ShouldBe("flows.datatables.table.not.found");
    }
}
