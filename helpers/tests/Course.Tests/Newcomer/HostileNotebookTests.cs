using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Browsing;
using Course.Tests.Serving;

namespace Course.Tests.Newcomer;

/// <summary>HTML in a notebook, which tries to reach the session, the page around it or somebody else.</summary>
public sealed class HostileNotebookTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const string Lesson = "trial";

    private readonly NotebookFolder _folder = new();
    private readonly TcpListener _elsewhere = new(IPAddress.Loopback, 0);

    public void Dispose()
    {
        _elsewhere.Dispose();
        _folder.Dispose();
    }

    /// <summary>
    /// What a script in a frame may try. OWN and ELSE stand for this server and another one; each that reaches something has a
    /// page asked for whose name has "reached" in it, or marks the page.
    /// </summary>
    private static readonly string[] Scripts =
    [
        "await fetch('/?reached')",
        "await fetch('OWN/lessons/trial?reached', { credentials: 'include', mode: 'no-cors' })",
        "await fetch('ELSE/reached', { mode: 'no-cors' })",
        "await new Promise((done, failed) => { const r = new XMLHttpRequest(); r.onload = done; r.onerror = failed; r.open('GET', 'OWN/?reached'); r.send(); })",
        "await new Promise((done, failed) => { const s = new WebSocket('OWN/_blazor?reached'.replace('http', 'ws')); s.onopen = done; s.onerror = failed; })",
        "await new Promise((done, failed) => { const s = new EventSource('OWN/?reached'); s.onopen = done; s.onerror = failed; })",
        "await new Promise((done, failed) => { const i = new Image(); i.onload = done; i.onerror = failed; i.src = 'ELSE/reached.png'; })",
        "await import('OWN/lesson.js?reached')",
        "new Worker('OWN/lesson.js?reached')",
        "navigator.sendBeacon('ELSE/reached'); throw 0",
        "parent.document.documentElement.dataset.reached = '1'",
        "top.document.cookie",
        "parent.Blazor.disconnect(); parent.document",
        "localStorage.getItem('theme')",
        "document.cookie = 'a=1'; if (!document.cookie) throw 0",
        "top.location = 'OWN/?reached'",
        "top.location.href.length",
        "if (!open('OWN/?reached')) throw 0",
        "const f = document.createElement('form'); f.action = 'OWN/?reached'; f.method = 'post'; f.target = '_top'; document.body.append(f); f.submit(); throw 0",
        "const a = document.createElement('a'); a.href = 'OWN/?reached'; a.target = '_top'; document.body.append(a); a.click(); throw 0",
        "const f = document.createElement('iframe'); f.src = 'OWN/?reached'; document.body.append(f); await new Promise(done => f.onload = done); f.contentDocument.body",
    ];

    /// <summary>Each in a frame of its own.</summary>
    [Fact]
    public async Task No_script_in_a_frame_reaches_anything()
    {
        await using var course = await OpenAsync(Scripts.Select((attempt, index) =>
            $"<script>(async () => {{ const tell = outcome => parent.postMessage({{ attempt: {index}, outcome }}, '*'); try {{ {attempt}; tell('done'); }} catch {{ tell('refused'); }} }})()</script>"));
        await using var reader = await ReaderTab.FollowAsync(browser, course.Server.Link(course.Server.Keys.Token));
        var reached = Reached(reader);
        // Only the page hears it: a frame has no way to wait for what the test does.
        await reader.Page.AddInitScriptAsync(
            "if (top === self) { self.outcomes = {}; addEventListener('message', ({ data }) => { if (data?.outcome) outcomes[data.attempt] = data.outcome; }); }");

        await reader.GoAsync(Lesson);
        Dictionary<string, string> outcomes = [];
        await Condition.UntilAsync(
            async () => (outcomes = await reader.Page.EvaluateAsync<Dictionary<string, string>>("self.outcomes")).Count == Scripts.Length,
            () => "nothing is heard of " + string.Join('\n', Scripts.Where((_, index) => !outcomes.ContainsKey($"{index}"))));

        Assert.Empty(Scripts.Where((_, index) => outcomes[$"{index}"] != "refused"));
        Assert.Empty(reached);
        await AssertIntactAsync(course, reader);
    }

    /// <summary>What is shown on the page itself, and what acts without script.</summary>
    private static readonly string[] Markups =
    [
        "<b onclick=1>x</b><meta http-equiv=refresh content='0;url=OWN/?reached'>",
        "<meta http-equiv=refresh content='0;url=ELSE/reached'>",
        "<base href='ELSE/'><img src='reached.png'>",
        "<img src='ELSE/reached.png' onerror='top.document.title=1'>",
        "<link rel=stylesheet href='ELSE/reached.css'><style>@import 'ELSE/reached.css'; body { background: url(ELSE/reached.png) }</style>",
        "<p style='background:url(ELSE/reached.png); position:fixed; inset:0; z-index:9999'>over all</p>",
        "<object data='OWN/?reached'></object><embed src='ELSE/reached'>",
        "<iframe src='OWN/?reached'></iframe>",
        "<form action='OWN/?reached' method=post><button>Go</button></form>",
        "<svg><script>top.document.documentElement.dataset.reached = 1</script><image href='ELSE/reached.png'/><use href='ELSE/reached.svg#a'/></svg>",
        "<a href=\"javascript:top.document.documentElement.dataset.reached=1\" id=lure>lure</a>",
        "<video src='ELSE/reached.mp4' autoplay></video><audio src='ELSE/reached.mp3' autoplay></audio>",
        "<div data-do=run-all class=cell data-cell=c2 id=lure><b data-do=run>lure</b></div>",
    ];

    [Fact]
    public async Task No_markup_reaches_anything()
    {
        await using var course = await OpenAsync(Markups);
        await using var reader = await ReaderTab.FollowAsync(browser, course.Server.Link(course.Server.Keys.Token));
        var reached = Reached(reader);

        await reader.GoAsync(Lesson);
        foreach (var lure in await reader.Find(".cell .outputs :is(a, b)").AllAsync()) await lure.ClickAsync();
        // By then, whatever was to happen at once has happened: another cell has run.
        await reader.RunAsync("last");

        Assert.Empty(reached);
        await AssertIntactAsync(course, reader);
    }

    /// <summary>The answers that the page gets from now on to what it must not ask for.</summary>
    private static ConcurrentQueue<string> Reached(ReaderTab reader)
    {
        var reached = new ConcurrentQueue<string>();
        reader.Page.Response += (_, answer) => { if (answer.Url.Contains("reached", StringComparison.Ordinal) && answer.Ok) reached.Enqueue(answer.Url); };
        return reached;
    }

    /// <summary>A lesson that has each piece of HTML as an output and as prose, and another cell.</summary>
    private async Task<ServedCourse> OpenAsync(IEnumerable<string> pieces)
    {
        _elsewhere.Start();
        var course = await ServedCourse.StartAsync(_folder.Path);
        var cells = pieces
            .Select(html => html.Replace("OWN", course.Server.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
                .Replace("ELSE", $"http://127.0.0.1:{((IPEndPoint)_elsewhere.LocalEndpoint).Port}", StringComparison.Ordinal))
            .SelectMany((html, index) => new[]
            {
                NotebookFolder.Markdown($"# Trial\n\nNumber {index}.\n\n{html}"),
                NotebookFolder.Code(
                    $"c{index}",
                    "0",
                    new JsonObject { ["output_type"] = "display_data", ["metadata"] = new JsonObject(), ["data"] = new JsonObject { ["text/html"] = html } }),
            });
        await File.WriteAllTextAsync(
            _folder.File(Lesson + ".ipynb"), NotebookFolder.Json([.. cells, NotebookFolder.Code("last", "1 + 1")]).ToJsonString(), TestContext.Current.CancellationToken);
        return course;
    }

    private async Task AssertIntactAsync(ServedCourse course, ReaderTab reader)
    {
        Assert.Equal(new Uri(course.Server.Address, $"/lessons/{Lesson}").AbsoluteUri, reader.Page.Url);
        Assert.Equal("Trial", await reader.Page.TitleAsync());
        Assert.Null(await reader.Page.EvaluateAsync<string?>("document.documentElement.dataset.reached ?? null"));
        Assert.Single(reader.Page.Context.Pages);
        await ReaderTab.UntilVisibleAsync(reader.Cell("last"));
        // Nobody else was told anything, though the browser may have begun to connect. With its page, it gives that up.
        await reader.DisposeAsync();
        while (_elsewhere.Pending())
        {
            using var connection = await _elsewhere.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            using var told = new StreamReader(connection.GetStream());
            Assert.Empty(await told.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMilliseconds(Browser.Patience), TestContext.Current.CancellationToken));
        }
    }
}
