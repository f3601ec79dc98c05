using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using AsyncProgramming.Futures;

namespace AsyncProgramming.Tests.Futures;

/// <summary>Everything that goes wrong at once, and at random moments: real processes, killed and crowded.</summary>
public sealed class ProcessPoolFaultTests
{
    private const int Tasks = 10_000;
    private const int TasksInAPool = 500;

    // The handles of threads that the runtime adds and removes as it likes; a leak would be one for each worker at least.
    private const int HandlesOfNobody = 30;

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_tasks_end_once_each_though_workers_are_killed_at_random_moments()
    {
        var tally = new Tally();
        for (var seed = 0; seed < Tasks / TasksInAPool; seed++) await RunThroughAKill(seed, tally);

        Assert.Equal(Tasks, tally.Succeeded + tally.Broken + tally.Refused);
        // Otherwise nothing was tested.
        Assert.NotEqual(0, tally.Succeeded);
        Assert.NotEqual(0, tally.Broken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pool_that_is_shut_down_while_threads_submit_ends_every_task_that_it_took(bool cancelPending)
    {
        var pool = new ProcessPoolExecutor(3);
        var taken = new ConcurrentBag<(int Number, Task<int> Task)>();
        var shutDown = Task.CompletedTask;
        const int before = 600;
        var submitted = 0;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Submit, Stopped)));
        await shutDown;

        Assert.NotEmpty(taken);
        Assert.All(taken, call => Assert.True(
            call.Task.IsCompletedSuccessfully ? call.Task.Result == call.Number * call.Number : cancelPending && call.Task.IsCanceled));

        async Task Submit()
        {
            while (true)
            {
                var number = Interlocked.Increment(ref submitted);
                if (number == before) shutDown = pool.Shutdown(cancelPending: cancelPending);
                try
                {
                    var task = pool.Submit(RemoteWork.Square, number % 1000, Stopped);
                    taken.Add((number % 1000, task));
                    if (number % 8 == 0) await task;
                }
                catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException)
                {
                    if (e is ObjectDisposedException) return;
                }
            }
        }
    }

    [Fact]
    public async Task An_argument_and_a_result_of_a_hundred_megabytes_arrive()
    {
        await using var pool = new ProcessPoolExecutor(1);
        var bytes = new byte[100_000_000];
        new Random(1).NextBytes(bytes);

        var result = await pool.Submit(RemoteWork.Invert, bytes, Stopped);

        RemoteWork.Invert(bytes);
        Assert.True(bytes.AsSpan().SequenceEqual(result));
    }

    /// <summary>
    /// Every fourth pool starts a worker: a start takes a tenth of a second of a core, and the whole suite should stay
    /// something that one runs often. The test below starts all of them.
    /// </summary>
    [Fact]
    public Task A_thousand_pools_leave_nothing_behind() => LeaveNothingBehind(startEvery: 4);

    [Fact(Explicit = true)]
    public Task A_thousand_pools_that_all_start_a_worker_leave_nothing_behind() => LeaveNothingBehind(startEvery: 1);

    [Fact]
    public async Task Idle_workers_end_when_their_pool_s_process_is_killed()
    {
        await using var pool = new ProcessPoolExecutor(1);
        using var files = new TemporaryFiles();
        var ownerId = await pool.Submit(RemoteWork.ProcessId, Stopped);
        await pool.Submit(RemoteWork.OwnAnIdlePool, files["held"], Stopped);
        await files.IsHeld("held");

        Kill(ownerId);

        await files.IsReleased("held");
    }

    private static async Task LeaveNothingBehind(int startEvery)
    {
        await using var pool = new ProcessPoolExecutor(1);
        using var files = new TemporaryFiles();
        Directory.CreateDirectory(files["pools"]);

        var left = await pool.Submit(PoolChurn.Run, files["pools"], 1000, startEvery, Stopped);

        Assert.Equal(1000 / startEvery, left.Workers);
        Assert.InRange(left.Handles, int.MinValue, HandlesOfNobody);
        Assert.Empty(left.Processes);
        Assert.Empty(left.Files);
    }

    /// <summary>
    /// Each task leaves its number in its worker's log. The worker whose result comes as number so-and-so, drawn from the
    /// seed, is killed.
    /// </summary>
    private static async Task RunThroughAKill(int seed, Tally tally)
    {
        var random = new Random(seed);
        var killAt = random.Next(1, TasksInAPool);
        using var logs = new TemporaryFiles();
        var pool = new ProcessPoolExecutor(4);
        var tasks = new Dictionary<int, Task<int>>();
        var results = 0;
        for (var number = 0; number < TasksInAPool; number++)
        {
            var milliseconds = random.Next(10) == 0 ? random.Next(3) : 0;
            try
            {
                tasks.Add(number, SubmitAndKill(number, milliseconds));
            }
            catch (BrokenProcessPoolException)
            {
                tally.Refused++;
            }
        }

        await Task.WhenAll(tasks.Values).ContinueWith(_ => { }, TaskScheduler.Default);
        await pool.Shutdown();

        var logged = Directory.GetFiles(logs.Path).ToDictionary(
            log => int.Parse(Path.GetFileName(log), CultureInfo.InvariantCulture), File.ReadAllLines);
        var begun = logged.Values.SelectMany(lines => lines).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToHashSet();
        Assert.True(begun.Count == logged.Values.Sum(lines => lines.Length), $"Seed {seed}: a task ran twice.");
        foreach (var (number, task) in tasks)
        {
            if (task.IsCompletedSuccessfully)
            {
                tally.Succeeded++;
                Assert.True(begun.Contains(number), $"Seed {seed}: task {number} has a result and never ran.");
            }
            else
            {
                tally.Broken++;
                Assert.True(
                    task.Exception?.InnerException is BrokenProcessPoolException, $"Seed {seed}, task {number}: {task.Exception}");
            }
        }

        Assert.All(logged.Keys, id => Assert.Throws<ArgumentException>(() => Process.GetProcessById(id)));

        Task<int> SubmitAndKill(int number, int milliseconds)
        {
            var task = pool.Submit(RemoteWork.Log, logs.Path, number, milliseconds, Stopped);
            return Wait();

            async Task<int> Wait()
            {
                var id = await task;
                if (Interlocked.Increment(ref results) == killAt) Kill(id);
                return id;
            }
        }
    }

    private static void Kill(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
    }

    private sealed class Tally
    {
        public int Succeeded { get; set; }

        public int Broken { get; set; }

        public int Refused { get; set; }
    }
}
