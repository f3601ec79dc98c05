using System.Net;
using Course.Serving;

namespace Course.Tests.Serving;

/// <summary>The course, served on a free port, and a client that was let in.</summary>
internal sealed class ServedCourse : IAsyncDisposable
{
    private readonly HttpClientHandler _handler = new() { UseCookies = true, AllowAutoRedirect = false };
    private readonly DirectoryInfo _readerData;

    private ServedCourse(CourseServer server, DirectoryInfo readerData)
    {
        _readerData = readerData;
        Server = server;
        Client = new HttpClient(_handler) { BaseAddress = server.Address };
    }

    public CourseServer Server { get; }

    /// <summary>Keeps cookies as a browser does.</summary>
    public HttpClient Client { get; }

    public static async Task<ServedCourse> StartAsync(string? notebooks = null, bool letIn = true)
    {
        // What a test changes is not the user's, nor another test's.
        var readerData = Directory.CreateTempSubdirectory("course-tests-reader-");
        var options = new ServerOptions { Port = 0, OpensBrowser = false, Notebooks = notebooks, ReaderData = readerData.FullName };
        var course = new ServedCourse(await CourseServer.StartAsync(options, TestContext.Current.CancellationToken), readerData);
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
        _readerData.Delete(recursive: true);
    }
}
