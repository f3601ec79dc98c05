using System.Diagnostics;
using System.Globalization;
using AsyncProgramming.Futures;

namespace AsyncProgramming.Tests.Futures;

public sealed class BrokenProcessPoolTests
{
    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_that_exits_fails_its_call_saying_which_process_ended_and_how()
    {
        await using var pool = new ProcessPoolExecutor(1);
        var id = await pool.Submit(RemoteWork.ProcessId, Stopped);

        var e = await Assert.ThrowsAsync<BrokenProcessPoolException>(() => pool.Submit(Environment.Exit, 3, Stopped));

        Assert.Equal(id, e.ProcessId);
        Assert.Equal(3, e.ExitCode);
        Assert.Contains($"process {id} ended unexpectedly: exit code 3.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_crashes_fails_its_call()
    {
        await using var pool = new ProcessPoolExecutor(1);

        var e = await Assert.ThrowsAsync<BrokenProcessPoolException>(() => pool.Submit(RemoteWork.Crash, Stopped));

        Assert.NotEqual(0, e.ExitCode);
        if (!OperatingSystem.IsWindows()) Assert.Contains("signal 6 (SIGABRT)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_is_killed_fails_its_call_and_everything_queued_which_never_runs()
    {
        await using var pool = new ProcessPoolExecutor(1);
        using var files = new TemporaryFiles();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => pool.Submit(RemoteWork.Square, i, Stopped)));
        var running = pool.Submit(RemoteWork.WriteThenWait, files["begun"], files["go"], Stopped);
        var queued = Enumerable.Range(0, 200).Select(i => pool.Submit(RemoteWork.Append, files["log"], i, Stopped)).ToArray();
        Kill(await files.Appears("begun"));

        var e = await Assert.ThrowsAsync<BrokenProcessPoolException>(() => running);

        if (!OperatingSystem.IsWindows()) Assert.Contains("signal 9 (SIGKILL)", e.Message, StringComparison.Ordinal);
        foreach (var call in queued) await Assert.ThrowsAsync<BrokenProcessPoolException>(() => call);
        await pool.Shutdown();
        Assert.False(File.Exists(files["log"]));
        Assert.Single(await File.ReadAllLinesAsync(files["begun"], Stopped));
    }

    [Fact]
    public async Task What_another_worker_is_running_still_ends_and_what_it_has_not_begun_fails()
    {
        await using var pool = new ProcessPoolExecutor(2);
        using var files = new TemporaryFiles();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => pool.Submit(RemoteWork.Square, i, Stopped)));
        var doomed = pool.Submit(RemoteWork.WriteThenWait, files["doomed"], files["never"], Stopped);
        var surviving = pool.Submit(RemoteWork.WriteThenWait, files["surviving"], files["go"], Stopped);
        await files.Appears("surviving");
        var queued = Enumerable.Range(0, 200).Select(i => pool.Submit(RemoteWork.Append, files["log"], i, Stopped)).ToArray();

        Kill(await files.Appears("doomed"));

        await Assert.ThrowsAsync<BrokenProcessPoolException>(() => doomed);
        foreach (var call in queued) await Assert.ThrowsAsync<BrokenProcessPoolException>(() => call);
        Assert.False(surviving.IsCompleted);
        files.Create("go");
        Assert.NotEqual(0, await surviving);
        Assert.False(File.Exists(files["log"]));
    }

    [Fact]
    public async Task A_big_result_of_a_surviving_worker_arrives_whole()
    {
        await using var pool = new ProcessPoolExecutor(2);
        using var files = new TemporaryFiles();
        var doomed = pool.Submit(RemoteWork.WriteThenWait, files["doomed"], files["never"], Stopped);
        var surviving = pool.Submit(RemoteWork.WriteThenReturn, files["surviving"], files["go"], 8_000_000, Stopped);
        await files.Appears("surviving");
        Kill(await files.Appears("doomed"));
        await Assert.ThrowsAsync<BrokenProcessPoolException>(() => doomed);

        files.Create("go");

        Assert.Equal(8_000_000, (await surviving).Length);
    }

    [Fact]
    public async Task A_broken_pool_takes_no_more_work_and_can_be_disposed_of()
    {
        var pool = new ProcessPoolExecutor(2);
        var first = await Assert.ThrowsAsync<BrokenProcessPoolException>(() => pool.Submit(Environment.Exit, 3, Stopped));

        var second = await Assert.ThrowsAsync<BrokenProcessPoolException>(() => pool.Submit(RemoteWork.Square, 1, Stopped));

        Assert.Equal(first.ProcessId, second.ProcessId);
        await pool.DisposeAsync();
    }

    [Fact]
    public async Task An_idle_worker_that_is_killed_breaks_the_pool()
    {
        await using var pool = new ProcessPoolExecutor(1);
        using var worker = Process.GetProcessById(await pool.Submit(RemoteWork.ProcessId, Stopped));

        worker.Kill();

        // Until its end has been noticed, the pool still takes work, and that fails.
        await Assert.ThrowsAsync<BrokenProcessPoolException>(async () =>
        {
            while (true) await pool.Submit(RemoteWork.Square, 1, Stopped);
        });
    }

    [Fact]
    public async Task KillWorkers_ends_a_call_that_never_would()
    {
        await using var pool = new ProcessPoolExecutor(2);
        using var files = new TemporaryFiles();
        var endless = pool.Submit(RemoteWork.SpinAndHold, files["held"], Stopped);
        await files.IsHeld("held");

        pool.KillWorkers();

        var e = await Assert.ThrowsAsync<BrokenProcessPoolException>(() => endless);
        Assert.Contains("killed by KillWorkers", e.Message, StringComparison.Ordinal);
        await files.IsReleased("held");
    }

    [Fact]
    public async Task KillWorkers_also_ends_a_worker_that_is_only_starting()
    {
        await using var pool = new ProcessPoolExecutor(1);
        var call = pool.Submit(RemoteWork.Square, 1, Stopped);

        pool.KillWorkers();

        await Assert.ThrowsAsync<BrokenProcessPoolException>(() => call);
    }

    [Fact]
    public async Task Busy_workers_end_when_their_pool_s_process_is_killed()
    {
        await using var pool = new ProcessPoolExecutor(1);
        using var files = new TemporaryFiles();
        var ownerId = await pool.Submit(RemoteWork.ProcessId, Stopped);
        var owner = pool.Submit(RemoteWork.OwnAPool, new[] { files["one"], files["two"] }, Stopped);
        await files.IsHeld("one");
        await files.IsHeld("two");

        Kill(ownerId.ToString(CultureInfo.InvariantCulture));

        await Assert.ThrowsAsync<BrokenProcessPoolException>(() => owner);
        await files.IsReleased("one");
        await files.IsReleased("two");
    }

    private static void Kill(string processId)
    {
        using var process = Process.GetProcessById(int.Parse(processId, CultureInfo.InvariantCulture));
        process.Kill();
    }
}
