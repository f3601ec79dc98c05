using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Course.Readers;
using Course.Tests.Running;

namespace Course.Tests.Newcomer;

/// <summary>The course as a newcomer opens it: the program as a process of its own, which prints a link.</summary>
internal sealed partial class OpenedCourse : IAsyncDisposable
{
    /// <summary>Longer than a start takes on any machine; nothing waits for it unless something is broken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _readerData = Directory.CreateTempSubdirectory("course-tests-reader-");
    private readonly TaskCompletionSource<Uri> _link = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _said = new();
    private readonly HttpClientHandler _handler = new() { UseCookies = true, AllowAutoRedirect = false };

    private OpenedCourse(string[] arguments)
    {
        var start = CourseProgram.StartInfo(Repository.Root, ["--no-browser", .. arguments]);
        start.Environment[ReaderFolder.Variable] = _readerData.FullName;
        Process = new Process { StartInfo = start, EnableRaisingEvents = true };
        Process.OutputDataReceived += (_, e) => Read(e.Data);
        Process.ErrorDataReceived += (_, e) => Read(e.Data);
        Process.Exited += (_, _) => _link.TrySetException(new InvalidOperationException($"The course has ended: {Said}"));
        Process.Start();
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
        Client = new HttpClient(_handler);
    }

    /// <summary>The program.</summary>
    public Process Process { get; }

    /// <summary>The link that it has printed.</summary>
    public Uri Link { get; private set; } = null!;

    /// <summary>Where it is served.</summary>
    public Uri Address => new(Link.GetLeftPart(UriPartial.Authority));

    /// <summary>All that it has printed.</summary>
    public string Said => string.Join('\n', _said);

    /// <summary>A client that has come by the link.</summary>
    public HttpClient Client { get; }

    /// <summary>The processes of kernels that it has, where the system lets one look.</summary>
    public IReadOnlyList<int> Kernels => ChildProcesses.Of(Process.Id, "Kernel.dll");

    /// <summary>Starts it and waits for the link.</summary>
    public static async Task<OpenedCourse> StartAsync(params string[] arguments)
    {
        PosixSignals.RestoreInterrupt();
        var course = new OpenedCourse(arguments);
        try
        {
            course.Link = await course._link.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
            using var welcome = await course.Client.GetAsync(course.Link, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, welcome.StatusCode);
            return course;
        }
        catch
        {
            await course.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the program has ended.</summary>
    public Task EndedAsync() => Process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited) Process.Kill(entireProcessTree: true);
        await Process.WaitForExitAsync(CancellationToken.None);
        Process.Dispose();
        Client.Dispose();
        _handler.Dispose();
        _readerData.Delete(recursive: true);
    }

    private void Read(string? line)
    {
        if (line is null) return;
        _said.Enqueue(line);
        if (LinkPattern().Match(line) is { Success: true } link) _link.TrySetResult(new Uri(link.Value));
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/\?token=\S+")]
    private static partial Regex LinkPattern();
}
