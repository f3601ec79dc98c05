using System.Runtime.CompilerServices;

namespace AsyncProgramming.EventLoops;

/// <summary>Turns the names that the compiler makes up into the ones that the programmer wrote.</summary>
internal static class CallbackName
{
    /// <param name="callback">The callback, where it is a delegate.</param>
    /// <param name="target">The object that it works on.</param>
    public static string Of(Delegate? callback, object? target)
    {
        if (AsyncMethod(target?.GetType()) is { } method) return method;
        return callback is null ? "a continuation" : Readable(callback.Method.Name);
    }

    /// <summary>The async method whose state machine an object of this type holds, if it is one.</summary>
    private static string? AsyncMethod(Type? type) =>
        type?.GenericTypeArguments.FirstOrDefault(typeof(IAsyncStateMachine).IsAssignableFrom) is { } machine
            ? Readable(machine.Name)
            : null;

    /// <summary>
    /// Reads <c>&lt;Outer&gt;g__Local|0_1</c>, <c>&lt;Outer&gt;b__0_1</c> and <c>&lt;Method&gt;d__2</c>.
    /// </summary>
    private static string Readable(string name)
    {
        var end = name.LastIndexOf('>');
        if (end < 0) return name;
        var kind = end + 1 < name.Length ? name[end + 1] : ' ';
        var local = name.IndexOf('|', end);
        if (kind == 'g' && local > 0) return name[(end + 4)..local];
        var outer = name.LastIndexOf('<') is var start && start + 1 < end ? name[(start + 1)..end] : "a cell";
        return kind == 'b' ? $"a lambda in {Readable(outer)}" : Readable(outer);
    }
}
