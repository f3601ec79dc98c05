using System.Net;
using System.Net.WebSockets;
using Course.Tests.Serving;

namespace Course.Tests.Newcomer;

/// <summary>Nothing outside of the folder of notebooks can be had, however a path is written; no other page gets a socket.</summary>
public sealed class OutsidePathsTests : IDisposable
{
    private const string Secret = "a secret beside the notebooks";

    private static readonly string[] Endpoints =
    [
        "/", "/files/", "/files/0/", "/files/0/folder/", "/files/1/", "/frames/", "/lessons/", "/lessons/inside/", "/lessons/inside/cells/",
        "/charts/", "/_content/", "/_content/BlazorMonaco/", "/_framework/", "/_blazor/",
    ];

    private static readonly string[] WaysUp =
    [
        "../", "..\\", "%2e%2e/", "%2E%2E%2F", "..%2f", "..%5c", "%2e%2e%5c", "%252e%252e%252f", "..%252f", "..%255c", "....//", "..;/", "./../",
        "%c0%ae%c0%ae/", "%uff0e%uff0e/", "..%00/", "/../", "//..//",
    ];

    private readonly NotebookFolder _folder = new();

    public OutsidePathsTests()
    {
        Directory.CreateDirectory(_folder.File("notebooks/folder"));
        File.WriteAllText(_folder.File("secret.txt"), Secret);
        File.WriteAllText(_folder.File("notebooks/inside.txt"), Secret);
        _folder.Write("notebooks/inside.ipynb", "1");
        _folder.Write("outside.ipynb", $"// {Secret}");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_way_of_writing_a_path_leads_out_of_the_folder()
    {
        await using var course = await ServedCourse.StartAsync(_folder.File("notebooks"));
        // What is inside can be had: the test would see it.
        Assert.Contains(Secret, await BodyAsync(course, "/files/0/inside.txt"), StringComparison.Ordinal);

        var absolute = _folder.Path.Replace('\\', '/').TrimStart('/');
        var paths =
            from endpoint in Endpoints
            from prefix in WaysUp.SelectMany(up => Enumerable.Range(1, 4).Select(depth => string.Concat(Enumerable.Repeat(up, depth))))
                .Concat(["/" + absolute + "/", "%2f" + absolute.Replace("/", "%2f", StringComparison.Ordinal) + "%2f", "file:///" + absolute + "/"])
            from name in new[] { "secret.txt", "outside", "outside/notebook", "outside.ipynb" }
            select endpoint + prefix + name;
        await Parallel.ForEachAsync(
            paths,
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken },
            async (path, _) => Assert.False((await BodyAsync(course, path)).Contains(Secret, StringComparison.Ordinal), path));
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("https://127.0.0.1")]
    [InlineData("http://127.0.0.1")]
    [InlineData("null")]
    [InlineData("file://")]
    public async Task Another_page_gets_no_socket(string origin)
    {
        await using var course = await ServedCourse.StartAsync(_folder.File("notebooks"));

        var (status, isOpen) = await ConnectAsync(course, origin);

        Assert.Equal((HttpStatusCode.Forbidden, false), (status, isOpen));
    }

    [Fact]
    public async Task The_page_itself_gets_a_socket()
    {
        await using var course = await ServedCourse.StartAsync(_folder.File("notebooks"));

        var (status, isOpen) = await ConnectAsync(course, course.Server.Address.GetLeftPart(UriPartial.Authority));

        Assert.Equal((HttpStatusCode.SwitchingProtocols, true), (status, isOpen));
    }

    /// <summary>What is answered to a path that is sent exactly as it is written.</summary>
    private static async Task<string> BodyAsync(ServedCourse course, string path)
    {
        var uri = new Uri(
            course.Server.Address.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var answer = await course.Client.GetAsync(uri, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<(HttpStatusCode Status, bool IsOpen)> ConnectAsync(ServedCourse course, string origin)
    {
        var address = new UriBuilder(course.Server.Address) { Scheme = "ws", Path = "/_blazor" }.Uri;
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.SetRequestHeader("Cookie", $"course-{address.Port}={course.Server.Keys.Cookie}");
        try
        {
            await socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        }
        catch (WebSocketException)
        {
            // Its answer says why.
        }

        return (socket.HttpStatusCode, socket.State == WebSocketState.Open);
    }
}
