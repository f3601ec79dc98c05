using System.Reflection;
using AsyncProgramming.Futures.Wire;

namespace AsyncProgramming.Futures;

/// <summary>
/// An exception as a worker process saw it. A task of a <see cref="ProcessPoolExecutor"/> fails with an exception of the
/// same type as in the worker, whose <see cref="Exception.InnerException"/> is this; and with this itself where that type
/// cannot be made here from a message and an inner exception.
/// </summary>
public sealed class RemoteException : Exception
{
    private readonly string _details;

    internal RemoteException(RemoteFault fault, int processId)
        : base($"{fault.Message} ({fault.Type} in worker process {processId})")
    {
        RemoteType = fault.Type;
        ProcessId = processId;
        _details = fault.Details;
    }

    /// <summary>The full name of the exception's type in the worker.</summary>
    public string RemoteType { get; }

    /// <summary>The worker process in which it was thrown.</summary>
    public int ProcessId { get; }

    /// <summary>The exception in the worker, its inner ones and their stacks, as text.</summary>
    public string RemoteStackTrace => _details;

    /// <summary>The text with which the exception is shown: what the worker saw.</summary>
    public override string ToString() => $"in worker process {ProcessId}: {_details}";

    /// <summary>The exception with which the task fails.</summary>
    internal static Exception From(RemoteFault fault, int processId)
    {
        var remote = new RemoteException(fault, processId);
        try
        {
            var type = Type.GetType(fault.AssemblyQualifiedType, FindLoaded, typeResolver: null, throwOnError: false);
            if (type is null || !type.IsAssignableTo(typeof(Exception))) return remote;
            var constructor = type.GetConstructor([typeof(string), typeof(Exception)]);
            return constructor is null ? remote : (Exception)constructor.Invoke([fault.Message, remote]);
        }
#pragma warning disable CA1031 // Finding the type loads assemblies, and making it runs the type's own code.
        catch
#pragma warning restore CA1031
        {
            return remote;
        }
    }

    private static Assembly? FindLoaded(AssemblyName name) =>
        AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(assembly => assembly.GetName().Name == name.Name);
}
