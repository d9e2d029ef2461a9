using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Flows.Architect;

public sealed class ExporterDefaultsTests
{
    [Theory]
    [InlineData("inboundCall", "settingsMenu.menuSelectionTimeout", "lit: {seconds: 10}", true)]
    [InlineData("inboundCall", "settingsMenu.menuSelectionTimeout", "lit: {seconds: 7}", false)]
    [InlineData("inboundCall", "settingsMenu.menuSelectionTimeout", "lit: {ms: 10000}", true)]
    [InlineData("inboundCall", "settingsMenu", "{repeatCount: {lit: 3}, listenForExtensionDialing: {lit: true}}", true)]
    [InlineData("inboundCall", "settingsMenu", "{repeatCount: {lit: 3}, listenForExtensionDialing: {lit: false}}", false)]
    [InlineData("inboundCall", "settingsMenu", "{repeatCount: {lit: 3}, somethingNew: 1}", false)]
    [InlineData("menu", "settingsMenu.repeatCount", "noValue: true", true)]
    [InlineData("menu", "settingsMenu.repeatCount", "lit: 3", false)]
    [InlineData("transferToAcd", "priority", "lit: 0", true)]
    [InlineData("transferToAcd", "failureOutputs", "{errorType: {noValue: true}, errorMessage: {noValue: true}}", true)]
    [InlineData("transferToAcd", "failureOutputs", "{errorType: {var: Flow.Error}, errorMessage: {noValue: true}}", false)]
    [InlineData("menuTransferToAcd", "priority", "lit: 0", true)]
    [InlineData("menuTransferToAcd", "globalDtmf", "false", true)]
    [InlineData("menuDisconnect", "globalDtmf", "true", false)]
    [InlineData("workflow", "settingsErrorHandling.errorHandling", "endWorkflow: {none: true}", true)]
    [InlineData("inboundCall", "settingsErrorHandling.errorHandling", "endWorkflow: {none: true}", false)]
    [InlineData("callData", "timeout", "lit: {seconds: 60}", true)]
    [InlineData("variable", "isInput", "false", true)]
    [InlineData("playAudio", "audio", "{}", false)]
    public void A_default_is_told_from_a_choice(string holder, string path, string yaml, bool isDefault)
    {
        var value = YamlText.Parse(new SourceText(yaml)).Root.ShouldNotBeNull();

        ExporterDefaults.IsDefault(holder, path, value).ShouldBe(isDefault);
    }

    [Fact]
    public void Most_of_the_settings_that_real_exports_hold_are_defaults()
    {
        var all = 0;
        var defaults = 0;
        foreach (var file in RealFlows.Files(".yaml").Where(file => file.Contains("architect-yaml/", StringComparison.Ordinal)))
        {
            if (YamlText.Parse(RealFlows.Read(file)).Root is MappingNode { Entries: [{ Value: MappingNode flow, Key: var rootKey }] } && ArchitectFlowTypes.FromRootKey(rootKey) is not null)
            {
                var blocks = flow.Entries.Where(entry => entry.Key is "settingsActionDefaults" or "settingsMenu" or "settingsPrompts").ToList();
                all += blocks.Count;
                defaults += blocks.Count(block => ExporterDefaults.IsDefault(rootKey, block.Key, block.Value));
            }
        }

        all.ShouldBeGreaterThan(100);
        defaults.ShouldBeGreaterThan(all * 9 / 10);
    }
}
