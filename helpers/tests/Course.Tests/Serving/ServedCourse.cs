using System.Net;
using Course.Serving;

namespace Course.Tests.Serving;

/// <summary>The course, served on a free port, and a client that was let in.</summary>
internal sealed class ServedCourse : IAsyncDisposable
{
    private readonly HttpClientHandler _handler = new() { UseCookies = true, AllowAutoRedirect = false };

    private ServedCourse(CourseServer server)
    {
        Server = server;
        Client = new HttpClient(_handler) { BaseAddress = server.Address };
    }

    public CourseServer Server { get; }

    /// <summary>Keeps cookies as a browser does.</summary>
    public HttpClient Client { get; }

    public static async Task<ServedCourse> StartAsync(string? notebooks = null, bool letIn = true)
    {
        var course = new ServedCourse(await CourseServer.StartAsync(
            new ServerOptions { Port = 0, OpensBrowser = false, Notebooks = notebooks }, TestContext.Current.CancellationToken));
        if (letIn) Assert.Equal(HttpStatusCode.OK, await course.GetAsync($"/?token={course.Server.Keys.Token}"));
        return course;
    }

    public async Task<HttpStatusCode> GetAsync(string path, params IEnumerable<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _handler.Dispose();
        await Server.DisposeAsync();
    }
}
