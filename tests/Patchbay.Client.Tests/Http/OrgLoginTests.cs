using System.Text.Json;
using Patchbay.Client.Http;
using Patchbay.Client.Stores;

namespace Patchbay.Client.Tests.Http;

public sealed class OrgLoginTests
{
    [Theory]
    [InlineData("us-east-1", "https://api.mypurecloud.com/", "https://login.mypurecloud.com/")]
    [InlineData("EU-West-2", "https://api.euw2.pure.cloud/", "https://login.euw2.pure.cloud/")]
    [InlineData("mypurecloud.ie", "https://api.mypurecloud.ie/", "https://login.mypurecloud.ie/")]
    [InlineData("api.mypurecloud.ie", "https://api.mypurecloud.ie/", "https://api.mypurecloud.ie/")]
    [InlineData("gateway.example.org", "https://gateway.example.org/", "https://gateway.example.org/")]
    [InlineData("http://127.0.0.1:8090/", "http://127.0.0.1:8090/", "http://127.0.0.1:8090/")]
    [InlineData("localhost:8090", "http://localhost:8090/", "http://localhost:8090/")]
    [InlineData("https://proxy.example.org/genesys", "https://proxy.example.org/genesys", "https://proxy.example.org/genesys")]
    public void A_region_is_a_name_a_host_or_a_url(string text, string api, string login)
    {
        var region = Region.Parse(text);

        region.Api.AbsoluteUri.ShouldBe(api);
        region.Login.AbsoluteUri.ShouldBe(login);
    }

    [Theory]
    [InlineData("us-west-1", "us-west-2")]
    [InlineData("eu-cental-1", "eu-central-1")]
    [InlineData("mars", "Known are ap-northeast-1")]
    public void An_unknown_region_is_answered_with_those_that_come_near(string text, string hint) =>
        Should.Throw<StoreException>(() => Region.Parse(text)).Message.ShouldContain(hint);

    [Fact]
    public void A_url_with_a_password_is_refused_without_repeating_it()
    {
        var error = Should.Throw<StoreException>(() => Region.Parse("https://user:hunter2@example.org"));

        error.Message.ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData("GENESYS_CLOUD_CLIENT_ID", "GENESYS_CLOUD_CLIENT_SECRET", "GENESYS_CLOUD_REGION")]
    [InlineData("GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET", "GENESYS_ENV")]
    [InlineData("GENESYSCLOUD_OAUTHCLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_SECRET", "GENESYSCLOUD_REGION")]
    public void Every_family_of_variables_is_understood(string id, string secret, string region)
    {
        var login = OrgLogin.Find(Variables((id, "me"), (secret, "hush"), (region, "eu-west-1"), ("GENESYS_ORG_ID", "org-1")));

        login.ShouldSatisfyAllConditions(
            () => login.ClientId.ShouldBe("me"),
            () => login.ClientSecret!.Reveal().ShouldBe("hush"),
            () => login.Region.Api.Host.ShouldBe("api.mypurecloud.ie"),
            () => login.OrganizationId.ShouldBe("org-1"));
    }

    [Fact]
    public void Id_and_secret_come_from_one_family_and_its_region_goes_first()
    {
        var login = OrgLogin.Find(Variables(
            ("GENESYS_CLOUD_CLIENT_ID", "half"), ("GENESYS_CLOUD_REGION", "us-east-1"), ("GENESYS_CLIENT_ID", "whole"), ("GENESYS_CLIENT_SECRET", "x"), ("GENESYS_ENV", "mypurecloud.de")));

        login.ClientId.ShouldBe("whole");
        login.Region.Name.ShouldBe("mypurecloud.de");
    }

    [Fact]
    public void Missing_credentials_name_every_variable_and_the_way_out()
    {
        var error = Should.Throw<StoreException>(() => OrgLogin.Find(Variables(("GENESYS_CLIENT_SECRET", "hunter2")), new OrgName("eu-west-1")));

        error.Failure.ShouldBe(StoreFailure.NotAuthorized);
        foreach (var name in new[]
        {
            "GENESYS_CLOUD_CLIENT_ID", "GENESYS_CLOUD_CLIENT_SECRET", "GENESYS_CLOUD_REGION", "GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET", "GENESYS_ENV", "GENESYS_ORG_ID",
            "GENESYSCLOUD_OAUTHCLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_SECRET", "GENESYSCLOUD_REGION", "patchbay emulator", ".env",
        })
        {
            error.Message.ShouldContain(name);
        }

        error.Message.ShouldContain("GENESYS_CLIENT_SECRET is set but GENESYS_CLIENT_ID is not.");
        error.Message.ShouldNotContain("hunter2");
    }

    [Fact]
    public void Without_a_region_the_variables_that_may_name_it_are_listed() =>
        Should.Throw<StoreException>(() => OrgLogin.Find(Variables())).Message.ShouldContain("GENESYS_CLOUD_REGION, GENESYS_ENV, GENESYSCLOUD_REGION");

    [Fact]
    public void An_org_on_this_machine_needs_no_credentials()
    {
        var login = OrgLogin.Find(Variables(), new OrgName("http://localhost:8090"));

        (login.ClientId, login.ClientSecret!.Reveal()).ShouldBe(("patchbay", "patchbay"));
        OrgLogin.Find(Variables(("GENESYS_CLIENT_ID", "me"), ("GENESYS_CLIENT_SECRET", "x")), new OrgName("http://localhost:8090")).ClientId.ShouldBe("me");
    }

    [Fact]
    public void A_profile_reads_the_variables_with_its_prefix_and_no_others()
    {
        var variables = Variables(("PROD_CLIENT_ID", "prod"), ("PROD_CLIENT_SECRET", "x"), ("PROD_ORG_ID", "o"), ("GENESYS_CLIENT_ID", "me"), ("GENESYS_CLIENT_SECRET", "y"), ("GENESYS_ORG_ID", "other"));

        var login = OrgLogin.Find(variables, new OrgName("us-east-1") { Prefix = "PROD" });

        login.ClientId.ShouldBe("prod");
        login.OrganizationId.ShouldBe("o");
        Should.Throw<StoreException>(() => OrgLogin.Find(variables, new OrgName("us-east-1") { Prefix = "TEST" })).Message.ShouldContain("TEST_CLIENT_ID and TEST_CLIENT_SECRET");
    }

    [Fact]
    public void A_secret_shows_itself_nowhere()
    {
        var login = OrgLogin.Find(Variables(("GENESYS_CLIENT_ID", "me"), ("GENESYS_CLIENT_SECRET", "hunter2")), new OrgName("us-east-1"));

        login.ToString().ShouldNotContain("hunter2");
        $"{login.ClientSecret}".ShouldBe("****");
        JsonSerializer.Serialize(login).ShouldNotContain("hunter2");
        Variables(("A", "hunter2")).ToString().ShouldNotContain("hunter2");
    }

    private static EnvironmentVariables Variables(params (string Name, string Value)[] values) => new(values.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
}
