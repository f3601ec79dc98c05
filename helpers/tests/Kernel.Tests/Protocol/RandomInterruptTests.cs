namespace Kernel.Tests.Protocol;

/// <summary>Interrupts at random moments of whatever cells do, on one real kernel process.</summary>
public sealed class RandomInterruptTests(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    private const int LongestDelay = 40;

    private static readonly string[] Endless =
    [
        "Enumerable.Range(0, 5000).Where(n => n % 3 > 0).Select(n => n * 2L).OrderBy(n => -n).GroupBy(n => n % 7).Sum(g => g.Count());",
        "(from a in Enumerable.Range(0, 100) from b in Enumerable.Range(a, 100) where a * b % 7 == 0 select a).ToDictionary(a => Guid.NewGuid());",
        "Fib(20);",
        "{ Func<int, int> fib = null; fib = n => n < 2 ? n : fib(n - 1) + fib(n - 2); fib(20); }",
        "try { Deep(0); } catch (InsufficientExecutionStackException) { }",
        "{ var arrays = new List<byte[]>(); for (var i = 0; i < 1000; i++) arrays.Add(new byte[i * 10]); }",
        "string.Join(',', Enumerable.Range(0, 1000)).Split(',').Select(int.Parse).ToArray();",
        "{ File.WriteAllText(path, new string('x', 10_000)); File.ReadAllLines(path); }",
        "{ await File.WriteAllTextAsync(path, new string('x', 10_000)); await File.ReadAllTextAsync(path); }",
        "Console.WriteLine(new string('x', 100));",
        "try { throw new Exception(); } catch { } finally { new object(); }",
        "Parallel.For(0, 100, i => Fib(10));",
        "await Task.WhenAll(Task.Run(() => Fib(15)), Task.Delay(1));",
        "{ await Task.Yield(); lock (path) Thread.Sleep(1); }",
        "new Regex(\"(x+x+)+y\").IsMatch(\"xxxxxxxxxxx\");",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_hundred_interrupts_at_random_moments_leave_the_session_whole() => InterruptAsync(seed: 1, count: 100);

    [Fact(Explicit = true)]
    public Task A_thousand_interrupts_at_random_moments_leave_the_session_whole() => InterruptAsync(seed: 2, count: 1000);

    /// <summary>The seed decides which cells run and when each is interrupted, as exactly as a delay can be kept.</summary>
    private async Task InterruptAsync(int seed, int count)
    {
        var random = new Random(seed);
        var (start, _) = await kernel.ExecuteAsync("""
            using System.IO; using System.Threading; using System.Text.RegularExpressions;
            int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);
            int Deep(int n) => Deep(n + 1) + 1;
            var path = Path.GetTempFileName();
            var sum = 0;
            """);
        Assert.Equal("ok", start.Status);
        for (var i = 1; i <= count; i++)
        {
            var endless = Endless[random.Next(Endless.Length)];
            var delay = random.NextDouble() * LongestDelay;

            // An interrupt that overtakes a cell on its way to the kernel would find nothing to stop.
            var begun = new TaskCompletionSource();
            var cell = kernel.ExecuteAsync($"var last = {i}; while (true) {endless}", message =>
            {
                if (message.Type == "execute_input") begun.TrySetResult();
            });
            await begun.Task.WaitAsync(RunningKernel.Patience, Cancellation);
            await Task.Delay(TimeSpan.FromMilliseconds(delay), Cancellation);
            await kernel.Process.InterruptAsync(Cancellation);

            var what = $"Seed {seed}, interrupt {i} after {delay} ms of {endless}: ";
            var reply = (await cell).Reply.Content;
            Assert.Equal(what + "Interrupted", what + reply["ename"]);
            Assert.Equal($"{what}{55 + (i * (i + 1) / 2)}", what + await kernel.ResultOfAsync($"sum += {i}; Fib(10) + sum"));
        }

        await kernel.ExecuteAsync("File.Delete(path);");
    }
}
