using Browsing;
using Course.Tests;
using Course.Tests.Newcomer;
using Course.Tests.Running;
using Course.Tests.Serving;
using Microsoft.Playwright;

namespace Course.EnduranceTests;

/// <summary>
/// Many runs, visits and lost connections in a row. Alone in its process, since it measures what that has of memory and
/// child processes: what other tests had left would hide what this one leaves.
/// </summary>
public sealed class EnduranceTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    /// <summary>How many there are at a time, each with a cell of their own.</summary>
    private const int Visitors = 4;

    private const int First = 50;
    private const int All = 200;

    private readonly NotebookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_hundred_runs_visits_and_reconnects_leave_neither_processes_nor_memory()
    {
        _folder.Write("trial.ipynb", Enumerable.Repeat("Guid.NewGuid()", Visitors));
        IReadOnlyList<int> kernels;
        {
            await using var course = await ServedCourse.StartAsync(_folder.Path);
            var begin = Memory();
            await RunAsync(course, First);
            var early = Memory();
            await RunAsync(course, All - First);
            var late = Memory();
            TestContext.Current.TestOutputHelper?.WriteLine($"Before {begin / 1e6:0.0} MB, after {First} runs {early / 1e6:0.0} MB, after {All} {late / 1e6:0.0} MB.");

            // Three times as many more take less than the first ones did.
            Assert.True(late - early < early - begin, $"{begin / 1e6:0.0} MB, {early / 1e6:0.0} MB, {late / 1e6:0.0} MB");
            // The lesson's own kernel, and one that is kept ready.
            if (OperatingSystem.IsLinux()) await Condition.UntilAsync(() => Kernels().Count == 2, () => $"{Kernels().Count} kernels");
            kernels = Kernels();
        }

        Assert.DoesNotContain(kernels, PosixSignals.IsRunning);
    }

    /// <summary>The server is part of this process, the browser is not.</summary>
    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    private static IReadOnlyList<int> Kernels() => ChildProcesses.Of(Environment.ProcessId, "Kernel.dll");

    /// <summary>
    /// Visitors run their cell again and again: before every fourth time they open the page anew and leave the old one without a
    /// word, before every other time they lose the connection and get it back.
    /// </summary>
    private async Task RunAsync(ServedCourse course, int count)
    {
        // They share what the browser keeps: the cookie and the scripts.
        await using var context = await browser.OpenWindowAsync();
        await context.APIRequest.GetAsync(course.Server.Link(course.Server.Keys.Token).AbsoluteUri);
        var lesson = new Uri(course.Server.Address, "/lessons/trial").AbsoluteUri;
        await Parallel.ForAsync(
            0,
            Visitors,
            new ParallelOptions { MaxDegreeOfParallelism = Visitors, CancellationToken = TestContext.Current.CancellationToken },
            async (visitor, _) =>
            {
                var page = await context.NewPageAsync();
                for (var run = visitor; run < count; run += Visitors)
                {
                    var turn = run / Visitors;
                    if (turn % 4 == 0) await OpenAsync(page, lesson);
                    if (turn % 2 == 1) await ReconnectAsync(page);
                    await RunAsync(page, $"#cell-c{visitor + 1}");
                }

                await page.CloseAsync();
            });
    }

    private static async Task OpenAsync(IPage page, string lesson)
    {
        await page.GotoAsync(lesson);
        await page.Locator(".lesson[data-attached]").WaitForAsync();
    }

    private static async Task ReconnectAsync(IPage page)
    {
        const string Hidden = "components-reconnect-hide";
        await page.EvaluateAsync($$"""
            () => {
              document.getElementById('components-reconnect-modal').classList.remove('{{Hidden}}');
              Blazor._internal.forceCloseConnection();
            }
            """);
        await page.Locator("#components-reconnect-modal." + Hidden).WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    /// <summary>Every run puts out another identifier.</summary>
    private static async Task RunAsync(IPage page, string cell)
    {
        var before = await IdentifierAsync();
        await page.Locator($"{cell} .run").ClickAsync();
        await Condition.UntilAsync(async () => await IdentifierAsync() is { } now && now != before, () => $"{cell} has put out nothing new.");

        async Task<Guid?> IdentifierAsync() =>
            Guid.TryParse(await page.EvaluateAsync<string?>($"document.querySelector('{cell} .outputs')?.innerText"), out var id) ? id : null;
    }
}
