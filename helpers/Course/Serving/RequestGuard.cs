using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace Course.Serving;

/// <summary>
/// Lets in what comes from the page itself. Everything else on the machine can reach the port, every page that the user's
/// browser shows included; so a request must name this server as its host, must not come from another page, and must show the
/// cookie that a link with the token gives. Holds for pages, sockets and files alike.
/// </summary>
internal sealed class RequestGuard(RequestDelegate next, AccessKeys keys)
{
    private const string TokenName = "token";

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var port = context.Connection.LocalPort;
        if (!IsOwnHost(request.Host, port))
        {
            // A foreign name that leads here is an attack by DNS, or a proxy that nobody has asked for.
            await RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, "This server answers to 127.0.0.1 and localhost only.");
            return;
        }

        if (request.Headers.Origin is { Count: > 0 } origin && !IsOwnOrigin(origin.ToString(), request))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "The request comes from another page.");
            return;
        }

        if (HttpMethods.IsGet(request.Method) && request.Query[TokenName] is [{ } token])
        {
            if (keys.Accepts(token)) await WelcomeAsync(context);
            else await RefuseAsync(context, StatusCodes.Status401Unauthorized, "This link is no longer good: it was made by an earlier start, or for a single use. " + Hint);
            return;
        }

        if (request.Cookies[CookieName(port)] is not { } cookie || !keys.Knows(cookie))
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, Hint);
            return;
        }

        await next(context);
    }

    private const string Hint = "Open the link that the course has printed in its terminal.";

    /// <summary>Cookies do not know ports: two courses on one machine need two names.</summary>
    private static string CookieName(int port) => $"course-{port}";

    private static bool IsOwnHost(HostString host, int port) =>
        (host.Port ?? 80) == port
        && (host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.Host == IPAddress.Loopback.ToString());

    private static bool IsOwnOrigin(string origin, HttpRequest request) =>
        origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Gives the cookie, and lets the page itself go on from there: a strict cookie is not sent along a redirect that began
    /// elsewhere, in a mail or a chat.
    /// </summary>
    private async Task WelcomeAsync(HttpContext context)
    {
        var request = context.Request;
        context.Response.Cookies.Append(CookieName(context.Connection.LocalPort), keys.Cookie, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            IsEssential = true,
        });
        var rest = request.Query.Where(parameter => parameter.Key != TokenName);
        var target = QueryHelpers.AddQueryString(request.Path.ToUriComponent(), rest);
        // Two slashes at the beginning would name another host.
        target = "/" + target.TrimStart('/', '\\');
        context.Response.Headers.CacheControl = "no-store";
        await WriteAsync(context, StatusCodes.Status200OK, $"<meta http-equiv=\"refresh\" content=\"0;url={WebUtility.HtmlEncode(target)}\">", "One moment …");
    }

    private static async Task RefuseAsync(HttpContext context, int status, string reason) =>
        await WriteAsync(context, status, "", reason);

    private static async Task WriteAsync(HttpContext context, int status, string head, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(
            $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"data:,\">{head}"
            + $"<title>Asynchronous programming</title><body style=\"font:20px system-ui,sans-serif;margin:3rem\"><p>{WebUtility.HtmlEncode(text)}</p></body></html>");
    }
}
