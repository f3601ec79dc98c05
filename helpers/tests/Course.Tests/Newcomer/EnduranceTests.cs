using Browsing;
using Course.Tests.Running;
using Course.Tests.Serving;
using Microsoft.Playwright;

namespace Course.Tests.Newcomer;

/// <summary>Many visits in a row.</summary>
[Collection(nameof(UndisturbedInBrowser))]
public sealed class EnduranceTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    /// <summary>How many there are at a time, each with a cell of their own.</summary>
    private const int Visitors = 4;

    private const int First = 50;
    private const int All = 200;

    private readonly NotebookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Takes minutes, so it runs on demand.</summary>
    [Fact(Explicit = true)]
    public async Task Two_hundred_visits_leave_neither_processes_nor_memory()
    {
        _folder.Write("trial.ipynb", Enumerable.Range(1, Visitors).Select(visitor => $"\"visitor {visitor}\""));
        IReadOnlyList<int> kernels;
        {
            await using var course = await ServedCourse.StartAsync(_folder.Path);
            var begin = Memory();
            await VisitAsync(course, First);
            var early = Memory();
            await VisitAsync(course, All - First);
            var late = Memory();
            TestContext.Current.TestOutputHelper?.WriteLine($"Before {begin / 1e6:0.0} MB, after {First} visits {early / 1e6:0.0} MB, after {All} {late / 1e6:0.0} MB.");

            // Three times as many visits more take less than the first ones did.
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
    /// Visitors come one after the other, run their cell and leave: every other one closes the tab without a word, every fourth
    /// loses the connection before and gets it back.
    /// </summary>
    private async Task VisitAsync(ServedCourse course, int count)
    {
        // They share what the browser keeps: the cookie and the scripts.
        await using var context = await browser.OpenWindowAsync();
        await context.APIRequest.GetAsync(course.Server.Link(course.Server.Keys.Token).AbsoluteUri);
        await Parallel.ForAsync(
            0,
            Visitors,
            new ParallelOptions { MaxDegreeOfParallelism = Visitors, CancellationToken = TestContext.Current.CancellationToken },
            async (visitor, _) =>
            {
                var page = await context.NewPageAsync();
                for (var visit = visitor; visit < count; visit += Visitors) await VisitAsync(page, new Uri(course.Server.Address, "/lessons/trial"), $"#cell-c{visitor + 1}", visit / Visitors);
                await page.CloseAsync();
            });
    }

    private static async Task VisitAsync(IPage page, Uri lesson, string cell, int turn)
    {
        await page.GotoAsync(lesson.AbsoluteUri);
        await page.Locator(".lesson[data-attached]").WaitForAsync();
        if (turn % 4 == 1)
        {
            await page.EvaluateAsync("Blazor._internal.forceCloseConnection()");
            await page.Locator("#components-reconnect-modal.components-reconnect-hide").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        }

        // It may have run before: what tells this run from the last is that it is announced.
        await page.Locator($"{cell} .run").ClickAsync();
        await page.Locator(".lesson > [role=status]", new() { HasText = "done in" }).WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }
}
