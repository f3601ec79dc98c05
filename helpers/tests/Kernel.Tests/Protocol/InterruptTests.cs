namespace Kernel.Tests.Protocol;

/// <summary>Interrupts of a real kernel process.</summary>
public sealed class InterruptTests(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// They take different ways: now and then the interrupt is faster, and often where the cell is long. Hence so many.
    /// </summary>
    [Fact]
    public async Task An_interrupt_that_is_sent_in_the_same_moment_as_its_cell_takes_effect()
    {
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var cell = kernel.ExecuteAsync("while (true) ; //" + new string('x', random.Next(40_000)));
            await kernel.Process.InterruptAsync(Cancellation);

            Assert.Equal("Interrupted", (string?)(await cell).Reply.Content["ename"]);
        }
    }

    [Fact]
    public async Task An_interrupt_that_comes_when_nothing_runs_does_nothing()
    {
        await kernel.Process.InterruptAsync(Cancellation);

        Assert.Equal("2", await kernel.ResultOfAsync("1 + 1"));
    }
}
