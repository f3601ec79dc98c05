using CSharpKernel.Protocol;

namespace Kernel.Tests.Protocol;

/// <summary>What is asked while cells run, and how long it waits for those before it.</summary>
public sealed class ShellProgressTests
{
    private readonly ShellProgress _progress = new();

    [Fact]
    public async Task Cells_that_came_before_are_waited_for()
    {
        _progress.Receive();
        _progress.Receive();
        var before = _progress.Received;
        _progress.Receive();
        var waiting = Task.Run(() => _progress.Wait(before, RunningKernel.Patience), TestContext.Current.CancellationToken);

        _progress.Begin();
        _progress.End();
        Assert.False(waiting.IsCompleted);
        _progress.Begin();
        _progress.End();

        await waiting.WaitAsync(RunningKernel.Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_cell_that_takes_long_is_not_waited_for()
    {
        _progress.Receive();
        _progress.Begin();

        _progress.Wait(_progress.Received, TimeSpan.Zero);
    }

    [Fact]
    public async Task A_kernel_that_has_something_to_do_is_not_idle()
    {
        _progress.Receive();
        var waiting = Task.Run(() => _progress.WaitUntilIdle(TimeSpan.Zero), TestContext.Current.CancellationToken);

        _progress.Begin();
        Assert.False(waiting.IsCompleted);
        _progress.End();

        await waiting.WaitAsync(RunningKernel.Patience, TestContext.Current.CancellationToken);
    }
}
