using System.Buffers;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AsyncProgramming.Futures.Wire;

namespace AsyncProgramming.Futures;

/// <summary>
/// A method that a worker process can find and call: static, and compiled into a file. Says why, and what to do instead,
/// where one is not.
/// </summary>
internal sealed class RemoteMethod
{
    private const int LargestScratch = 64 * 1024;

    private static readonly ConcurrentDictionary<MethodInfo, RemoteMethod> Known = [];
    private static readonly ConcurrentDictionary<Type, bool> ArrivingTypes = [];

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Json, Utf8JsonWriter Writer)? _scratch;

    private readonly MethodInfo _method;
    private readonly ParameterInfo[] _parameters;

    private RemoteMethod(MethodInfo method)
    {
        _method = method;
        _parameters = method.GetParameters();
        EncodedReference = new MethodReference(
            method.Module.Assembly.Location, method.Module.ModuleVersionId, method.MetadataToken).Encode();
    }

    /// <summary>The <see cref="MethodReference"/> by which a worker finds it, encoded.</summary>
    public byte[] EncodedReference { get; }

    /// <summary>Checks that a worker can call what <paramref name="work"/> calls.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static RemoteMethod Of(Delegate work)
    {
        // What was sent before can be sent again, unless it is bound to an object this time or one of several.
        if (work.HasSingleTarget && (work.Target is null || !work.Method.IsStatic) &&
            Known.TryGetValue(work.Method, out var known))
        {
            return known;
        }

        if (WhyNot(work) is { } reason) throw new ArgumentException(reason, nameof(work));
        return Known.GetOrAdd(work.Method, method => new RemoteMethod(method));
    }

    /// <summary>Writes the arguments as JSON.</summary>
    /// <exception cref="ArgumentException">One of them would not arrive.</exception>
    public ReadOnlyMemory<byte> Encode(object?[] arguments)
    {
        // Taken away while it is used: an argument's own code may submit, too.
        var (json, writer) = _scratch ?? (new ArrayBufferWriter<byte>(), new Utf8JsonWriter(Stream.Null));
        _scratch = null;
        json.ResetWrittenCount();
        writer.Reset(json);
        writer.WriteStartArray();
        for (var i = 0; i < arguments.Length; i++)
        {
            var parameter = _parameters[i];
            try
            {
                CheckArrival(arguments[i], parameter.ParameterType);
                WireValue.Write(writer, arguments[i], parameter.ParameterType);
            }
            catch (Exception e) when (e is NotSupportedException or JsonException or InvalidOperationException)
            {
                throw new ArgumentException(
                    $"The argument '{parameter.Name}' of {Name} cannot go to another process: " +
                    $"{arguments[i]?.GetType() ?? parameter.ParameterType} " +
                    $"does not survive the way there as JSON. Pass numbers, strings, arrays or records of these. ({e.Message})",
                    nameof(arguments),
                    e);
            }
        }

        writer.WriteEndArray();
        writer.Flush();
        if (json.Capacity > LargestScratch) return json.WrittenMemory;
        _scratch = (json, writer);
        return json.WrittenSpan.ToArray();
    }

    private string Name => NameOf(_method);

    // As it stands in the source: the compiler gives local functions, lambdas and scripts' classes names of its own.
    private static string NameOf(MethodInfo method)
    {
        const string localFunction = ">g__";
        if (method.Name.IndexOf(localFunction, StringComparison.Ordinal) is >= 0 and var start)
            return method.Name[(start + localFunction.Length)..method.Name.LastIndexOf('|')];
        if (method.Name.Contains('<', StringComparison.Ordinal) || method.DeclaringType is null) return "This lambda";
        return method.DeclaringType.Name.Contains('#', StringComparison.Ordinal)
            ? method.Name
            : $"{method.DeclaringType.Name}.{method.Name}";
    }

    private static string? WhyNot(Delegate work)
    {
        var method = work.Method;
        var name = NameOf(method);
        if (!work.HasSingleTarget)
            return $"{name} is one of several methods in this delegate. Submit each by itself.";
        if (method.DeclaringType is null || method.Module.Assembly.IsDynamic || method.Module.Assembly.Location.Length == 0)
        {
            return $"{name} cannot run in another process: it was compiled in memory, as a notebook's cells are, so there is " +
                "no file from which a worker could load it. Put it into a class library as a static method, reference the " +
                "library with #r, and submit that method with its arguments. Or use a ThreadPoolExecutor, whose workers are " +
                "in this process.";
        }

        if (method.IsGenericMethod || method.DeclaringType.IsGenericType)
            return $"{name} is generic, and workers call plain methods only. Submit a static method that calls it.";
        if (!method.IsStatic && !IsLambdaWithoutCaptures(work))
        {
            return method.DeclaringType.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
                ? $"{name} captures variables, and those live in this process only. " +
                  "Submit a static method, and pass it what it needs as arguments."
                : $"{name} is an instance method, and its object lives in this process only. Submit a static method, and pass " +
                  "it what it needs as arguments.";
        }

        if (method.IsStatic && work.Target is not null)
            return $"{name} is bound to an object in this process. Submit the static method, and pass the object as argument.";
        if (typeof(Task).IsAssignableFrom(method.ReturnType) ||
            (method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(ValueTask<>)) ||
            method.ReturnType == typeof(ValueTask))
        {
            return $"{name} is asynchronous: it returns before its work is done. A worker runs one call at a time from " +
                "beginning to end, so submit a method that returns the result itself.";
        }

        return null;
    }

    // The compiler makes such a lambda an instance method, too: of a class without fields.
    private static bool IsLambdaWithoutCaptures(Delegate work) =>
        work.Target?.GetType() is { } closure &&
        closure.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) &&
        closure.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length == 0;

    // Some types can be written but not read back, and some lose what they hold without a word. The first value of each type
    // therefore goes there and back before anything is sent.
    private static void CheckArrival(object? value, Type type)
    {
        if (value is null || type.IsPrimitive || WireValue.IsSimple(type) || ArrivingTypes.ContainsKey(type)) return;
        var info = WireValue.TypeInfo(type);
        if (info.Kind == JsonTypeInfoKind.Object && info.Properties.Count == 0)
            throw new NotSupportedException($"{type} has no public property or field, so nothing of it would be sent.");
        JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(value, info), info);
        ArrivingTypes.TryAdd(type, true);
    }
}
