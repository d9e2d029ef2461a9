using System.Reflection;
using Patchbay.Emulator.Control;

namespace Patchbay.Emulator.Tests.Control;

public sealed class FidelityLedgerTests
{
    [Fact]
    public void Every_rule_names_a_test_that_exists()
    {
        var tests = Assembly.GetExecutingAssembly().GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => method.GetCustomAttributes<FactAttribute>().Any()).Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet(StringComparer.Ordinal);

        FidelityLedger.Rules.Where(rule => !tests.Contains(rule.Test)).Select(rule => $"{rule.Test}: {rule.Rule}").ShouldBeEmpty();
    }
}
