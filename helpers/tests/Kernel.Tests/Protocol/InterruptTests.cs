using Jupyter.Messaging;

namespace Kernel.Tests.Protocol;

/// <summary>Interrupts of a real kernel process: what a cell may be doing, and that the session goes on.</summary>
public sealed class InterruptTests(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    private const string Abandoned =
        "A call that cannot be interrupted is still running in the background. Restart the kernel to end it.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Library { get; } =
        Path.GetFullPath("../../../../helpers/lib/AsyncProgramming.dll", AppContext.BaseDirectory);

    [Theory]
    [InlineData("while (true) {}")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("""
        object one = new(), other = new();
        var both = new System.Threading.Barrier(2);
        void Take(object first, object second) { lock (first) { both.SignalAndWait(); lock (second) { } } }
        var rival = Task.Run(() => Take(other, one));
        Take(one, other);
        """)]
    public async Task What_a_cell_does_is_stopped(string endless)
    {
        var error = await InterruptWhenShownAsync($"var kept = 41; display(0);\n{endless}");

        Assert.DoesNotContain(Abandoned, error);
        Assert.Equal("42", await kernel.ResultOfAsync("kept + 1"));
    }

    [Fact]
    public async Task A_question_to_the_user_is_given_up()
    {
        var asked = new TaskCompletionSource();
        kernel.Client.Input = async (_, _) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, Cancellation);
            return "";
        };
        var cell = kernel.ExecuteAsync("var kept = 41; Console.ReadLine();");
        await asked.Task.WaitAsync(RunningKernel.Patience, Cancellation);

        Assert.DoesNotContain(Abandoned, await InterruptAsync(cell));
        kernel.Client.Input = (_, _) => Task.FromResult("1");
        Assert.Equal("42", await kernel.ResultOfAsync("kept + int.Parse(Console.ReadLine())"));
    }

    [Theory]
    [InlineData("await pool.Submit(Thread.Sleep, -1);")]
    [InlineData("pool.Submit(Thread.Sleep, -1).Wait();")]
    public async Task A_cell_that_waits_for_a_process_pool_is_stopped_and_the_pool_works_on(string endless)
    {
        await kernel.ExecuteAsync($"#r \"{Library}\"\nusing AsyncProgramming.Futures;\nusing System.Threading;\nvar pool = new ProcessPoolExecutor(2);");

        var error = await InterruptWhenShownAsync($"await pool.Submit(Thread.Sleep, 0); display(0);\n{endless}");

        Assert.DoesNotContain(Abandoned, error);
        Assert.Equal("7", await kernel.ResultOfAsync("await pool.Submit(Math.Abs, -7)"));
        await kernel.ExecuteAsync("pool.KillWorkers();");
    }

    [Theory]
    [InlineData("System.Numerics.BigInteger.Pow(3, 100_000_000);")]
    [InlineData("""
        var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        listener.AcceptSocket();
        """)]
    public async Task What_cannot_be_stopped_is_left_behind_and_told_of(string endless)
    {
        var error = await InterruptWhenShownAsync($"var kept = 41; display(0);\n{endless}");

        Assert.Equal(Abandoned, error[^1]);
        Assert.Equal("42", await kernel.ResultOfAsync("kept + 1"));
    }

    /// <summary>
    /// They take different ways: now and then the interrupt is faster, and often where the cell is long. Hence so many.
    /// </summary>
    [Fact]
    public async Task An_interrupt_that_is_sent_in_the_same_moment_as_its_cell_takes_effect()
    {
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
            await InterruptAsync(kernel.ExecuteAsync("while (true) ; //" + new string('x', random.Next(40_000))));
    }

    [Fact]
    public async Task An_interrupt_that_comes_when_nothing_runs_does_nothing()
    {
        await kernel.Process.InterruptAsync(Cancellation);

        Assert.Equal("2", await kernel.ResultOfAsync("1 + 1"));
    }

    /// <summary>Runs a cell and interrupts it when it has shown something.</summary>
    /// <returns>What the user is told.</returns>
    private async Task<string[]> InterruptWhenShownAsync(string code)
    {
        var shown = new TaskCompletionSource();
        var cell = kernel.ExecuteAsync(code, message =>
        {
            if (message.Type == "display_data") shown.SetResult();
        });
        if (await Task.WhenAny(shown.Task, cell) == cell) Assert.Fail((await cell).Reply.Content.ToJsonString());
        return await InterruptAsync(cell);
    }

    private async Task<string[]> InterruptAsync(Task<(Jupyter.Kernels.ExecuteReply Reply, List<Message> Published)> cell)
    {
        await kernel.Process.InterruptAsync(Cancellation);
        var error = (await cell).Reply.Content;
        Assert.Equal("Interrupted", (string?)error["ename"]);
        return [.. error["traceback"]!.AsArray().Select(line => $"{line}")];
    }
}
