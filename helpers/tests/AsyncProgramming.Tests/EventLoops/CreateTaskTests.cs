using AsyncProgramming.EventLoops;

namespace AsyncProgramming.Tests.EventLoops;

public sealed class CreateTaskTests : IDisposable
{
    private readonly VirtualTime _time = new();
    private readonly List<EventLoopProblem> _problems = [];
    private readonly EventLoop _loop;

    public CreateTaskTests() => _loop = new EventLoop(_time) { Debug = true, ExceptionHandler = _problems.Add };

    public void Dispose() => _loop.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("with a name")]
    public void A_task_ends_as_its_coroutine_does(string? name) => _loop.RunUntilComplete(async () =>
    {
        using var source = new CancellationTokenSource();
        var failed = Task.WhenAll(Fail("first"), Fail("second"));
        var many = _loop.CreateTask(() => failed, name);
        var cancelled = _loop.CreateTask(async () => await EventLoop.Delay(TimeSpan.FromHours(1), source.Token), name);
        var atOnce = _loop.CreateTask(Task<int> () => throw new InvalidTimeZoneException("not async"), name);
        var result = _loop.CreateTask(async () => await Later(7), name);
        await EventLoop.Delay(TimeSpan.Zero);
        source.Cancel();

        await Record.ExceptionAsync(() => Task.WhenAll(many, cancelled, atOnce, result));
        Assert.Equal(["first", "second"], many.Exception!.InnerExceptions.Select(e => e.Message));
        Assert.True(cancelled.IsCanceled);
        Assert.IsType<InvalidTimeZoneException>(atOnce.Exception!.InnerException);
        Assert.Equal(7, await result);
        Assert.All([many, cancelled, atOnce, result], task => Assert.Equal(name, task.AsyncState));
    });

    [Fact]
    public void A_coroutine_that_returns_no_task_is_a_failure() => _loop.RunUntilComplete(async () =>
    {
        var error = await Record.ExceptionAsync(() => _loop.CreateTask(() => null!));
        Assert.Equal("The coroutine has returned null instead of a task.", error!.Message);
    });

    [Fact]
    public void A_slow_first_step_is_reported_by_the_coroutines_name()
    {
        _loop.RunUntilComplete(Sluggish);
        Assert.Equal("Sluggish held up the event loop for 0.300 s.", Assert.Single(_problems).Message);

        Task Sluggish()
        {
            _time.Advance(TimeSpan.FromMilliseconds(300));
            return Task.CompletedTask;
        }
    }

    [Fact]
    public void A_task_goes_on_at_once_where_its_coroutine_ends_on_the_loop_or_elsewhere()
    {
        var gate = new TaskCompletionSource();
        Task task = Task.CompletedTask;
        _loop.RunUntilComplete(async () =>
        {
            task = _loop.CreateTask(() => gate.Task);
            await Task.Yield();
            await Task.Yield();
        });
        gate.SetResult();
        Assert.True(task.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_coroutine_that_the_loop_was_closed_on_is_reported_by_name_when_it_would_go_on()
    {
        var gate = new TaskCompletionSource();
        _loop.RunUntilComplete(() =>
        {
            _ = Forgotten();
            return Task.CompletedTask;
        });
        _loop.Close();
        Assert.Empty(_problems);
        gate.SetResult();
        Assert.StartsWith("Forgotten can never go on: the event loop was closed", Assert.Single(_problems).Message);

        async Task Forgotten()
        {
            await gate.Task;
            Assert.Fail("It went on.");
        }
    }

    private static async Task Fail(string message)
    {
        await Task.Yield();
        throw new InvalidTimeZoneException(message);
    }

    private static async Task<int> Later(int result)
    {
        await Task.Yield();
        return result;
    }
}
