using System.Text.RegularExpressions;
using System.Web;

namespace Patchbay.Client.Tests.Http;

/// <summary>A person at a browser: opens a sign-in page, presses a button of its form, and follows where it leads.</summary>
internal static partial class Browser
{
    /// <summary>Signs in as somebody, or denies.</summary>
    /// <param name="page">The address of the page.</param>
    /// <param name="button">The button's name: <c>user</c> or <c>deny</c>.</param>
    /// <param name="value">The button's value.</param>
    /// <returns>The address that the page sent the browser to, and what stands there.</returns>
    public static async Task<(Uri Address, string Text)> PressAsync(Uri page, string button = "user", string value = "maria.lopez@example.com")
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var fields = Hidden().Matches(await http.GetStringAsync(page)).Select(match => KeyValuePair.Create(match.Groups[1].Value, HttpUtility.HtmlDecode(match.Groups[2].Value)));
        using var answer = await http.PostAsync(new Uri(page.GetLeftPart(UriPartial.Path)), new FormUrlEncodedContent(fields.Append(KeyValuePair.Create(button, value))));
        var address = answer.Headers.Location ?? throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        return (address, await http.GetStringAsync(address));
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")]
    private static partial Regex Hidden();
}
