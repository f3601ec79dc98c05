namespace AsyncProgramming.Futures;

/// <summary>A call that was submitted to an <see cref="Executor"/>: ready to be made here, or to be taken apart.</summary>
/// <typeparam name="TResult">The type of its result.</typeparam>
internal abstract class Call<TResult>
{
    public abstract Delegate Method { get; }

    public abstract object?[] Arguments { get; }

    public abstract TResult Invoke();
}

internal sealed class ActionCall(Action work) : Call<object?>
{
    public override Delegate Method => work;

    public override object?[] Arguments => [];

    public override object? Invoke()
    {
        work();
        return null;
    }
}

internal sealed class ActionCall<T>(Action<T> work, T argument) : Call<object?>
{
    public override Delegate Method => work;

    public override object?[] Arguments => [argument];

    public override object? Invoke()
    {
        work(argument);
        return null;
    }
}

internal sealed class FunctionCall<TResult>(Func<TResult> work) : Call<TResult>
{
    public override Delegate Method => work;

    public override object?[] Arguments => [];

    public override TResult Invoke() => work();
}

internal sealed class FunctionCall<T, TResult>(Func<T, TResult> work, T argument) : Call<TResult>
{
    public override Delegate Method => work;

    public override object?[] Arguments => [argument];

    public override TResult Invoke() => work(argument);
}

internal sealed class FunctionCall<T1, T2, TResult>(Func<T1, T2, TResult> work, T1 argument1, T2 argument2) : Call<TResult>
{
    public override Delegate Method => work;

    public override object?[] Arguments => [argument1, argument2];

    public override TResult Invoke() => work(argument1, argument2);
}

internal sealed class FunctionCall<T1, T2, T3, TResult>(
    Func<T1, T2, T3, TResult> work, T1 argument1, T2 argument2, T3 argument3) : Call<TResult>
{
    public override Delegate Method => work;

    public override object?[] Arguments => [argument1, argument2, argument3];

    public override TResult Invoke() => work(argument1, argument2, argument3);
}
