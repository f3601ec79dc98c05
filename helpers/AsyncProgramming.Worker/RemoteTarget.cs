using System.Reflection;
using System.Text.Json;
using AsyncProgramming.Futures.Wire;

namespace AsyncProgramming.Worker;

/// <summary>A method that calls name, found and ready to be called with JSON.</summary>
internal sealed class RemoteTarget
{
    private readonly MethodInvoker _invoker;
    private readonly object? _instance;
    private readonly Type[] _parameters;
    private readonly Type _result;

    private RemoteTarget(MethodInfo method)
    {
        _invoker = MethodInvoker.Create(method);
        // A lambda without captures is an instance method of a class without fields.
        _instance = method.IsStatic ? null : Activator.CreateInstance(method.DeclaringType!, nonPublic: true);
        _parameters = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
        _result = method.ReturnType;
    }

    /// <summary>Finds a method.</summary>
    /// <param name="definition">The <see cref="MethodReference"/> to it, encoded.</param>
    public static RemoteTarget Find(byte[] definition)
    {
        var reference = MethodReference.Decode(definition);
        var module = AssemblyFiles.Load(reference.AssemblyPath).ManifestModule;
        if (module.ModuleVersionId != reference.Version)
        {
            throw new FileLoadException(
                "The file is no longer the one that the pool's process has loaded: it was built again since. Restart that " +
                "process (in a notebook, the kernel).",
                reference.AssemblyPath);
        }

        return new RemoteTarget((MethodInfo)module.ResolveMethod(reference.Token)!);
    }

    /// <summary>Calls the method.</summary>
    /// <param name="arguments">The arguments, a JSON array.</param>
    /// <param name="result">Where the result is written, as JSON.</param>
    public void Call(ReadOnlySpan<byte> arguments, Utf8JsonWriter result)
    {
        var reader = new Utf8JsonReader(arguments);
        reader.Read();
        var values = new object?[_parameters.Length];
        for (var i = 0; i < values.Length; i++)
        {
            reader.Read();
            values[i] = WireValue.Read(ref reader, _parameters[i]);
        }

        var value = _invoker.Invoke(_instance, values.AsSpan());
        if (_result == typeof(void))
            result.WriteNullValue();
        else
            WireValue.Write(result, value, _result);
    }
}
