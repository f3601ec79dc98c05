using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace AsyncProgramming.EventLoops;

/// <summary>Turns the names that the compiler makes up into the ones that the programmer wrote.</summary>
internal static partial class CallbackName
{
    /// <param name="callback">The callback, where it is a delegate.</param>
    /// <param name="target">The object that it works on.</param>
    public static string Of(Delegate? callback, object? target)
    {
        // Awaiting wraps a state machine in a box; the rest of an async method goes by the method's name.
        var machine = target?.GetType().GenericTypeArguments.FirstOrDefault(typeof(IAsyncStateMachine).IsAssignableFrom);
        var name = machine?.Name ?? callback?.Method.Name;
        return name is null ? "a continuation" : Readable(name);
    }

    /// <summary>
    /// Reads <c>&lt;Outer&gt;g__Local|0_1</c>, <c>&lt;Outer&gt;b__0_1</c>, <c>&lt;Method&gt;d__2</c>, and what comes of
    /// nesting them.
    /// </summary>
    internal static string Readable(string name)
    {
        if (LocalFunction().Match(name) is { Success: true } local) return local.Groups[1].Value;
        if (Method().Match(name) is not { Success: true } method) return name;
        if (!name.Contains(">b__", StringComparison.Ordinal)) return method.Groups[1].Value;
        // The code of a program's or script's top level is in a method that nobody wrote.
        return TopLevel().IsMatch(name) ? "a lambda" : $"a lambda in {method.Groups[1].Value}";
    }

    [GeneratedRegex(@"g__(\w+)\|")]
    private static partial Regex LocalFunction();

    [GeneratedRegex(@"<(\w+)>")]
    private static partial Regex Method();

    [GeneratedRegex(@"<Main>\$|<<Initialize>>")]
    private static partial Regex TopLevel();
}
