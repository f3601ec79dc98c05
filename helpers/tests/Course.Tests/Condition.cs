using System.Diagnostics;

namespace Course.Tests;

/// <summary>Waits for what no event tells: what other processes and pages do.</summary>
internal static class Condition
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits until something is so.</summary>
    /// <param name="isSo">Whether it is.</param>
    /// <param name="otherwise">What to say if it does not become so.</param>
    public static Task UntilAsync(Func<bool> isSo, Func<string> otherwise) => UntilAsync(() => Task.FromResult(isSo()), otherwise);

    /// <summary>Waits until something is so.</summary>
    /// <param name="isSo">Whether it is.</param>
    /// <param name="otherwise">What to say if it does not become so.</param>
    public static async Task UntilAsync(Func<Task<bool>> isSo, Func<string> otherwise)
    {
        var waiting = Stopwatch.StartNew();
        for (; !await isSo(); await Task.Delay(Interval, TestContext.Current.CancellationToken))
            Assert.True(waiting.Elapsed < Patience, $"After {Patience.TotalSeconds:0} s: {otherwise()}");
    }
}
