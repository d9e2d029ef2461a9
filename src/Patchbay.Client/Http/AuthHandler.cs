using System.Net;

namespace Patchbay.Client.Http;

/// <summary>Puts the token on each request, and asks for a new one, once, when the org no longer accepts it.</summary>
internal sealed class AuthHandler(TokenSource tokens, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(cancellationToken);
        request.Headers.Authorization = token.Header;
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        response.Dispose();
        tokens.Reject(token);
        request.Headers.Authorization = (await tokens.GetAsync(cancellationToken)).Header;
        return await base.SendAsync(request, cancellationToken);
    }
}
