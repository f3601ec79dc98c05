using System.Linq.Expressions;
using AsyncProgramming.Futures;

namespace AsyncProgramming.Tests.Futures;

/// <summary>What cannot be shipped is refused at once, with a message that says what to do instead.</summary>
public sealed class RemoteMethodTests
{
    [Fact]
    public async Task A_lambda_that_captures_is_refused()
    {
        var number = 3;
        int Local() => number;

        await Refused(pool => pool.Submit(() => number), "This lambda captures variables", "pass it what it needs as arguments");
        await Refused(pool => pool.Submit(Local), "Local captures variables");
    }

    [Fact]
    public async Task An_instance_method_is_refused()
    {
        await Refused(pool => pool.Submit(new object().ToString), "instance method", "Submit a static method");
    }

    [Fact]
    public async Task A_method_that_was_compiled_in_memory_as_notebook_cells_are_is_refused()
    {
        var compiled = Expression.Lambda<Func<int>>(Expression.Constant(1)).Compile();

        await Refused(pool => pool.Submit(compiled), "a notebook's cells", "class library", "ThreadPoolExecutor");
    }

    [Fact]
    public async Task A_generic_method_is_refused()
    {
        await Refused(pool => pool.Submit(RemoteWork.Generic, 1), "generic", "Submit a static method that calls it");
    }

    [Fact]
    public async Task An_asynchronous_method_is_refused()
    {
        await Refused(pool => pool.Submit(RemoteWork.Async), "asynchronous", "returns the result itself");
    }

    [Fact]
    public async Task A_method_bound_to_an_object_is_refused()
    {
        await Refused(pool => pool.Submit("text".First), "generic");
        await Refused(pool => pool.Submit("text".Shout), "bound to an object", "as argument");
    }

    [Fact]
    public async Task An_argument_that_cannot_be_written_is_refused()
    {
        await Refused<int>(pool => pool.Submit(RemoteWork.Count, (Action<int>)(_ => { })), "'action' of RemoteWork.Count", "Pass numbers");
    }

    [Fact]
    public async Task An_argument_of_which_nothing_would_arrive_is_refused()
    {
        await Refused(
            pool => pool.Submit(RemoteWork.Consume, new Unsendable(1)), "'value' of RemoteWork.Consume", "Unsendable");
    }

    private static async Task Refused<T>(Func<ProcessPoolExecutor, Task<T>> submit, params string[] words)
    {
        await using var pool = new ProcessPoolExecutor(1);
        // Thrown by Submit itself, not by its task.
        ArgumentException? refusal = null;
        try
        {
            _ = submit(pool);
        }
        catch (ArgumentException e)
        {
            refusal = e;
        }

        Assert.NotNull(refusal);
        Assert.All(words, word => Assert.Contains(word, refusal.Message, StringComparison.Ordinal));
    }
}

internal static class Shouting
{
    public static string Shout(this string text) => text.ToUpperInvariant();
}
