using System.Net;
using System.Text.Json;
using Patchbay.Emulator.Http;

namespace Patchbay.Emulator.Tests.Contract;

/// <summary>What the platform's API of the emulator says of itself, held against the platform's published contract.</summary>
public sealed class ContractTests
{
    [Fact]
    public async Task Every_served_route_is_an_operation_of_the_contract_by_name_method_path_and_permission()
    {
        await using var org = await ContractOrg.StartAsync();
        var known = org.Contract.Operations.ToDictionary(operation => operation.Id);
        List<string> problems = [];
        foreach (var route in org.Routes)
        {
            var name = route.Metadata.GetMetadata<OperationName>()!.Name;
            var method = route.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()!.HttpMethods.Single();
            var permissions = route.Metadata.GetMetadata<NeededPermissions>()?.AnyOf ?? [];
            if (!known.TryGetValue(name, out var operation))
            {
                problems.Add($"{name} ({method} {route.RoutePattern.RawText}) is not in the contract.");
            }
            else
            {
                if ((method, route.RoutePattern.RawText) != (operation.Method, operation.Path))
                {
                    problems.Add($"{name} is {method} {route.RoutePattern.RawText}; the contract has {operation.Method} {operation.Path}.");
                }

                if (!permissions.Order().SequenceEqual(operation.Permissions.Order()))
                {
                    problems.Add($"{name} asks for [{string.Join(", ", permissions)}]; the contract has [{string.Join(", ", operation.Permissions)}].");
                }
            }
        }

        problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_operation_of_the_contract_is_served_or_answered_with_501_and_its_name()
    {
        await using var org = await ContractOrg.StartAsync();
        foreach (var operation in org.Contract.Operations.Except(org.Served))
        {
            var answer = (await org.SendAsync(operation, operation.Path.Replace('{', 'x').Replace('}', 'x'), operation.Method is "GET" or "HEAD" or "DELETE" ? null : "{}")).Answer;

            answer.Status.ShouldBe(HttpStatusCode.NotImplemented, operation.Id);
            if (operation.Method != "HEAD")
            {
                answer.Field("message").ShouldContain(operation.Id);
            }
        }
    }

    [Fact]
    public async Task Every_served_operation_has_a_good_answer_and_every_field_of_it_is_in_the_contract()
    {
        await using var org = await ContractOrg.StartAsync();
        var check = new SchemaCheck(org.Contract);
        List<string> problems = [];
        foreach (var exchange in await new Crawl(org).RunAsync())
        {
            if ((int)exchange.Answer.Status is < 200 or > 299)
            {
                problems.Add($"{exchange} is no good answer.");
            }
            else if (exchange.Operation.Answer is { } schema)
            {
                problems.AddRange(check.Problems(exchange.Answer.Json, schema).Select(problem => $"{exchange.Operation.Id}: {problem}"));
            }
            else if (exchange.Answer.Text.Length > 0 && exchange.Answer.Json.ValueKind != JsonValueKind.Object)
            {
                problems.Add($"{exchange} is neither empty nor an object.");
            }
        }

        problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_operation_takes_a_parameter_that_the_contract_does_not_have()
    {
        await using var org = await ContractOrg.StartAsync();
        await new Crawl(org).RunAsync();

        var invented = from operation in org.Served
                       from name in org.ParametersRead.GetValueOrDefault(operation.Id) ?? []
                       where operation.Query.All(parameter => parameter.Name != name)
                       select $"{operation.Id}: {name}";

        invented.ShouldBeEmpty();
    }
}
