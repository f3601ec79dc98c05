namespace Course.Serving;

/// <summary>What every answer forbids the browser: a notebook's HTML can neither run script on the page nor tell anybody anything.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // Styles are inline where terminals' colours, charts and the editor set them; they can fetch nothing from elsewhere.
    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; worker-src 'self' blob:; frame-src 'self'; manifest-src 'self'; "
        + "base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = PagePolicy;
        headers.XContentTypeOptions = "nosniff";
        // Nobody else learns an address. With none at all, Firefox sends what a closing tab says as if it came from elsewhere.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return next(context);
    }
}
