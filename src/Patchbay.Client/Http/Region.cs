using Patchbay.Client.Stores;

namespace Patchbay.Client.Http;

/// <summary>Where an org is: the origins of its API and of its login.</summary>
/// <param name="Name">As the user named it.</param>
/// <param name="Api">The API's origin.</param>
/// <param name="Login">The origin of the token endpoint.</param>
public sealed record Region(string Name, Uri Api, Uri Login)
{
    // AWS region, host. The hosts with "api." and "login." before them are the platform's.
    private static readonly Dictionary<string, string> Hosts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["us-east-1"] = "mypurecloud.com",
        ["us-east-2"] = "use2.us-gov-pure.cloud",
        ["us-west-2"] = "usw2.pure.cloud",
        ["ca-central-1"] = "cac1.pure.cloud",
        ["sa-east-1"] = "sae1.pure.cloud",
        ["mx-central-1"] = "mxc1.pure.cloud",
        ["eu-west-1"] = "mypurecloud.ie",
        ["eu-west-2"] = "euw2.pure.cloud",
        ["eu-central-1"] = "mypurecloud.de",
        ["eu-central-2"] = "euc2.pure.cloud",
        ["me-central-1"] = "mec1.pure.cloud",
        ["ap-south-1"] = "aps1.pure.cloud",
        ["ap-northeast-1"] = "mypurecloud.jp",
        ["ap-northeast-2"] = "apne2.pure.cloud",
        ["ap-northeast-3"] = "apne3.pure.cloud",
        ["ap-southeast-1"] = "apse1.pure.cloud",
        ["ap-southeast-2"] = "mypurecloud.com.au",
        ["eusc-de-east-1"] = "edee1.eusc-pure.cloud",
    };

    /// <summary>Whether the org is on this machine.</summary>
    public bool IsLoopback => Api.IsLoopback;

    /// <summary>Understands a region: an AWS name such as <c>eu-west-1</c>, a host, or a URL. A known host gets <c>api.</c> and <c>login.</c>; any other host, and every URL, is used as it is, for both.</summary>
    /// <param name="text">The region as the user wrote it.</param>
    /// <exception cref="StoreException">It is none of these; the message names the regions that come near.</exception>
    public static Region Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim().TrimEnd('/');
        var host = Hosts.GetValueOrDefault(trimmed) ?? Hosts.Values.FirstOrDefault(known => string.Equals(known, trimmed, StringComparison.OrdinalIgnoreCase));
        if (host is not null)
        {
            return new Region(trimmed, new Uri($"https://api.{host}"), new Uri($"https://login.{host}"));
        }

        if (trimmed.Contains("://", StringComparison.Ordinal))
        {
            return Uri.TryCreate(trimmed, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0
                ? new Region(trimmed, url, url)
                : throw new StoreException($"\"{WithoutUser(trimmed)}\" is not the URL of an org. Give it as https://host, without a user name or password.");
        }

        return LooksLikeHost(trimmed) && Uri.TryCreate($"https://{trimmed}", UriKind.Absolute, out var origin)
            ? UseAsItIs(trimmed, origin)
            : throw Unknown(trimmed);
    }

    /// <summary>A path below an origin; where the user gave a URL with a path, below that.</summary>
    internal static Uri At(Uri origin, string path) => new(origin.AbsoluteUri.TrimEnd('/') + path);

    private static Region UseAsItIs(string name, Uri origin)
    {
        // A server on this machine speaks plain HTTP.
        var url = origin.IsLoopback ? new Uri($"http://{name}") : origin;
        return new Region(name, url, url);
    }

    private static bool LooksLikeHost(string text) =>
        text.Contains('.', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal) || string.Equals(text, "localhost", StringComparison.OrdinalIgnoreCase);

    private static string WithoutUser(string url) => url.LastIndexOf('@') is > 0 and var at ? $"...{url[at..]}" : url;

    private static StoreException Unknown(string text)
    {
        var near = Hosts.Keys
            .Select(name => (Name: name, Distance: Distance(name, text.ToLowerInvariant())))
            .Where(candidate => candidate.Distance <= 3)
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .Take(3)
            .ToList();
        var hint = near.Count > 0 ? $"Did you mean {string.Join(" or ", near)}?" : $"Known are {string.Join(", ", Hosts.Keys.Order(StringComparer.Ordinal))}.";
        return new StoreException($"The region \"{text}\" is unknown. {hint} A host such as mypurecloud.ie, or a URL, will do as well.");
    }

    /// <summary>How many characters must be inserted, deleted or replaced to get from one text to the other.</summary>
    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
            }

            previous = current;
        }

        return previous[^1];
    }
}
