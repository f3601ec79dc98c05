using System.Text.Json;
using AsyncProgramming.Futures.Wire;

namespace AsyncProgramming.Futures;

/// <summary>A call on its way through a <see cref="ProcessPoolExecutor"/>, whose lock guards everything that changes.</summary>
internal abstract class RemoteCall(RemoteMethod method, ReadOnlyMemory<byte> arguments)
{
    public RemoteMethod Method { get; } = method;

    /// <summary>The arguments as a JSON array.</summary>
    public ReadOnlyMemory<byte> Arguments { get; } = arguments;

    /// <summary>Its number, unique in its pool.</summary>
    public long Id { get; set; }

    /// <summary>Its place in the pool's queue, where it is in there.</summary>
    public LinkedListNode<RemoteCall>? QueueNode { get; set; }

    /// <summary>The worker that it has been sent to.</summary>
    public WorkerProcess? Worker { get; set; }

    /// <summary>The token that asked to cancel it.</summary>
    public CancellationToken? CancelledBy { get; set; }

    /// <summary>What listens to the token, until the call is settled.</summary>
    public CancellationTokenRegistration Registration { get; set; }

    public abstract void Succeed(ReadOnlySpan<byte> result);

    public abstract void Fail(Exception exception);

    public abstract void Cancel();
}

/// <inheritdoc/>
/// <typeparam name="TResult">The type of the call's result.</typeparam>
internal sealed class RemoteCall<TResult>(RemoteMethod method, ReadOnlyMemory<byte> arguments) : RemoteCall(method, arguments)
{
    // Whoever awaits the task must not run on the thread that reads the worker's answers.
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResult> Task => _completion.Task;

    public override void Succeed(ReadOnlySpan<byte> result)
    {
        Registration.Unregister();
        TResult value;
        try
        {
            var reader = new Utf8JsonReader(result);
            value = (TResult)WireValue.Read(ref reader, typeof(TResult))!;
        }
#pragma warning disable CA1031 // The type's own constructors run here, and may throw anything.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(new NotSupportedException(
                $"The result cannot be read from JSON as {typeof(TResult)}. Return a number, a string, an array or a record " +
                $"of these. ({e.Message})",
                e));
            return;
        }

        _completion.SetResult(value);
    }

    public override void Fail(Exception exception)
    {
        Registration.Unregister();
        _completion.SetException(exception);
    }

    public override void Cancel()
    {
        Registration.Unregister();
        _completion.SetCanceled(CancelledBy ?? CancellationToken.None);
    }
}
