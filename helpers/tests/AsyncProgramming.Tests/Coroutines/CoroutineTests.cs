using AsyncProgramming.Coroutines;

namespace AsyncProgramming.Tests.Coroutines;

public class CoroutineTests
{
    private readonly List<string> _log = [];

    [Fact]
    public void Making_a_coroutine_runs_nothing_of_its_body()
    {
        using var echo = new Coroutine<string, string, int>(Echo);

        Assert.Empty(_log);
        Assert.Equal(CoroutineState.Created, echo.State);
    }

    [Fact]
    public void Next_runs_the_body_to_its_first_yield()
    {
        using var echo = new Coroutine<string, string, int>(Echo);

        Assert.True(echo.Next());

        Assert.Equal("ready", echo.Current);
        Assert.Equal(CoroutineState.Suspended, echo.State);
        Assert.Equal(["started"], _log);
    }

    [Fact]
    public void A_sent_value_arrives_where_the_body_had_stopped_and_the_next_yield_answers()
    {
        using var average = new Coroutine<double, double, int>(Average);
        average.Next();

        var answers = new List<double>();
        foreach (var value in new[] { 10.0, 20.0, 60.0 })
        {
            Assert.True(average.Send(value));
            answers.Add(average.Current);
        }

        Assert.Equal([10, 15, 30], answers);
    }

    [Fact]
    public void A_value_can_be_taken_twice_but_not_after_the_next_yield()
    {
        using var body = new Coroutine<int, int, int>(Doubles);
        body.Next();
        body.Send(21);
        Assert.Equal(42, body.Current);

        var error = Assert.Throws<InvalidOperationException>(() => body.Next());

        Assert.Contains("resumed with Next()", error.Message, StringComparison.Ordinal);

        static IEnumerable<int> Doubles(CoroutineContext<int, int> context)
        {
            yield return 0;
            while (true) yield return context.Receive() + context.Receive();
        }
    }

    [Fact]
    public void A_body_can_ask_whether_there_is_a_value()
    {
        using var body = new Coroutine<string, string, int>(Tells);
        body.Next();
        Assert.Equal("nothing", body.Current);

        body.Send("a");
        Assert.Equal("a", body.Current);
        body.Next();
        Assert.Equal("nothing", body.Current);

        static IEnumerable<string> Tells(CoroutineContext<string, int> context)
        {
            while (true) yield return context.TryReceive(out var value) ? value : "nothing";
        }
    }

    [Fact]
    public void A_body_that_ends_leaves_its_result()
    {
        using var echo = new Coroutine<string, string, int>(Echo);
        echo.Next();
        echo.Send("one");

        Assert.False(echo.Send("stop"));

        Assert.Equal(CoroutineState.Completed, echo.State);
        Assert.Equal(1, echo.Result);
        Assert.Equal(["started", "cleaned up"], _log);
    }

    [Fact]
    public void A_body_that_sets_no_result_leaves_the_default()
    {
        using var empty = new Coroutine<int, int, string>(_ => []);

        Assert.False(empty.Next());

        Assert.Null(empty.Result);
    }

    [Fact]
    public void An_exception_thrown_in_is_raised_where_the_body_receives()
    {
        using var body = new Coroutine<string, string, int>(CatchesFormatErrors);
        body.Next();

        Assert.True(body.Throw(new FormatException("bad input")));

        Assert.Equal("caught bad input", body.Current);
        Assert.True(body.Send("fine"));
        Assert.Equal("got fine", body.Current);
    }

    [Fact]
    public void An_exception_that_the_body_does_not_catch_comes_back_to_the_owner_and_ends_the_coroutine()
    {
        using var echo = new Coroutine<string, string, int>(Echo);
        echo.Next();
        var thrown = new FormatException("bad input");

        Assert.Same(thrown, Assert.Throws<FormatException>(() => echo.Throw(thrown)));

        Assert.Equal(CoroutineState.Closed, echo.State);
        Assert.Equal(["started", "cleaned up"], _log);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void An_exception_that_the_body_does_not_look_at_is_not_lost(int yields)
    {
        using var deaf = new Coroutine<int, int, int>(_ => Enumerable.Range(1, yields));
        deaf.Next();

        Assert.Throws<FormatException>(() => deaf.Throw(new FormatException()));

        Assert.Equal(CoroutineState.Closed, deaf.State);
    }

    [Fact]
    public void An_exception_thrown_into_an_unstarted_coroutine_ends_it_before_it_runs()
    {
        using var echo = new Coroutine<string, string, int>(Echo);

        Assert.Throws<FormatException>(() => echo.Throw(new FormatException()));

        Assert.Equal(CoroutineState.Closed, echo.State);
        Assert.Empty(_log);
    }

    [Fact]
    public void An_exception_of_the_body_comes_out_of_Next()
    {
        using var failing = new Coroutine<int, int, int>(_ => Enumerable.Range(0, 1).Select(n => 1 / n));

        Assert.Throws<DivideByZeroException>(() => failing.Next());

        Assert.Equal(CoroutineState.Closed, failing.State);
    }

    [Fact]
    public void Closing_runs_the_finally_blocks_and_nothing_else()
    {
        var echo = new Coroutine<string, string, int>(Echo);
        echo.Next();

        echo.Close();

        Assert.Equal(CoroutineState.Closed, echo.State);
        Assert.Equal(["started", "cleaned up"], _log);
    }

    [Fact]
    public void Closing_an_unstarted_coroutine_runs_nothing()
    {
        var echo = new Coroutine<string, string, int>(Echo);

        echo.Close();

        Assert.Equal(CoroutineState.Closed, echo.State);
        Assert.Empty(_log);
    }

    [Fact]
    public void Closing_twice_or_after_the_end_changes_nothing()
    {
        var empty = new Coroutine<int, int, int>(_ => []);
        empty.Next();

        empty.Close();
        empty.Close();

        Assert.Equal(CoroutineState.Completed, empty.State);
    }

    [Fact]
    public void An_exception_in_a_finally_block_comes_out_of_Close()
    {
        var body = new Coroutine<int, int, int>(FailsToCleanUp);
        body.Next();

        Assert.Throws<IOException>(body.Close);

        Assert.Equal(CoroutineState.Closed, body.State);

        static IEnumerable<int> FailsToCleanUp(CoroutineContext<int, int> context)
        {
            try
            {
                yield return 1;
            }
            finally
            {
                ThrowIOException();
            }
        }

        static void ThrowIOException() => throw new IOException();
    }

    [Fact]
    public void A_value_cannot_be_sent_before_the_first_yield()
    {
        using var average = new Coroutine<double, double, int>(Average);

        var error = Assert.Throws<InvalidOperationException>(() => average.Send(1));

        Assert.Contains("Call Next() first", error.Message, StringComparison.Ordinal);
        Assert.Equal(CoroutineState.Created, average.State);
        Assert.True(average.Next());
    }

    [Fact]
    public void An_ended_coroutine_cannot_be_resumed_in_any_way()
    {
        using var completed = new Coroutine<int, int, int>(_ => []);
        completed.Next();
        var closed = new Coroutine<int, int, int>(_ => []);
        closed.Close();

        foreach (var (ended, name) in new[] { (completed, "completed"), (closed, "closed") })
        {
            foreach (var resume in new Action[]
                { () => ended.Next(), () => ended.Send(1), () => ended.Throw(new IOException()) })
            {
                var error = Assert.Throws<InvalidOperationException>(resume);
                Assert.Contains($"it is {name}", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_running_coroutine_cannot_be_resumed_or_closed_and_runs_on()
    {
        var errors = new List<string>();
        Coroutine<int, int, int> self = null!;
        self = new Coroutine<int, int, int>(ResumesItself);

        Assert.True(self.Next());

        Assert.Equal(4, errors.Count);
        Assert.All(errors, error => Assert.Contains("running already", error, StringComparison.Ordinal));
        Assert.Equal(1, self.Current);

        IEnumerable<int> ResumesItself(CoroutineContext<int, int> context)
        {
            Assert.Equal(CoroutineState.Running, self.State);
            foreach (var act in new Action[]
                { () => self.Next(), () => self.Send(1), () => self.Throw(new IOException()), self.Close })
                errors.Add(Assert.Throws<InvalidOperationException>(act).Message);
            yield return 1;
        }
    }

    [Fact]
    public void Of_two_threads_only_one_can_resume_it()
    {
        using var inside = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        using var body = new Coroutine<int, int, int>(WaitsInside);
        var first = new Thread(() => body.Next());
        first.Start();
        inside.Wait(TestContext.Current.CancellationToken);

        Assert.Throws<InvalidOperationException>(() => body.Next());

        leave.Set();
        first.Join();
        Assert.Equal(1, body.Current);

        IEnumerable<int> WaitsInside(CoroutineContext<int, int> context)
        {
            inside.Set();
            leave.Wait();
            yield return 1;
        }
    }

    [Fact]
    public void There_is_no_current_value_unless_suspended_and_no_result_unless_completed()
    {
        using var echo = new Coroutine<string, string, int>(Echo);
        AssertTells("not started", () => echo.Current);
        AssertTells("not started", () => echo.Result);
        echo.Next();
        AssertTells("suspended", () => echo.Result);
        echo.Close();
        AssertTells("closed", () => echo.Current);
        AssertTells("closed", () => echo.Result);

        static void AssertTells(string state, Func<object?> get)
        {
            var error = Assert.Throws<InvalidOperationException>(get);
            Assert.EndsWith($"{state}.", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_coroutine_needs_a_body() =>
        Assert.Throws<ArgumentNullException>(() => new Coroutine<int, int, int>(null!));

    private static IEnumerable<double> Average(CoroutineContext<double, int> context)
    {
        for (var (sum, n) = (0.0, 0); ; sum += context.Receive(), n++) yield return sum / Math.Max(n, 1);
    }

    // Answers what it is sent until that is "stop"; its result is how many answers it gave.
    private IEnumerable<string> Echo(CoroutineContext<string, int> context)
    {
        try
        {
            _log.Add("started");
            yield return "ready";
            while (context.Receive() is var text && text != "stop")
            {
                context.Result++;
                yield return text;
            }
        }
        finally
        {
            _log.Add("cleaned up");
        }
    }

    private static IEnumerable<string> CatchesFormatErrors(CoroutineContext<string, int> context)
    {
        var answer = "ready";
        while (true)
        {
            yield return answer;
            try
            {
                answer = "got " + context.Receive();
            }
            catch (FormatException e)
            {
                answer = "caught " + e.Message;
            }
        }
    }
}
