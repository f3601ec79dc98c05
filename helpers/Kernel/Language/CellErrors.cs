using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.CodeAnalysis.Text;

namespace CSharpKernel.Language;

/// <summary>Says what went wrong in a cell, where, and nothing of what the kernel did around it.</summary>
internal static class CellErrors
{
    private const int MaximalFrames = 20;

    /// <summary>The user has stopped the cell.</summary>
    public static CellError Interrupted(bool abandoned)
    {
        const string message = "The cell was interrupted.";
        return new CellError("Interrupted", message, abandoned
            ? [message, "A call that cannot be interrupted is still running in the background. Restart the kernel to end it."]
            : [message]);
    }

    /// <summary>The user's mistake, told in a sentence.</summary>
    public static CellError Of(DirectiveException exception) =>
        new("DirectiveError", exception.Message, exception.Message.Split('\n'));

    /// <summary>The compiler's errors, each with the line it is in.</summary>
    public static CellError Of(CompilationException exception)
    {
        var lines = exception.Text.Lines;
        var report = new List<string>();
        var first = "";
        foreach (var error in exception.Errors)
        {
            var span = error.Location.GetLineSpan();
            var mine = span.Path == exception.Path;
            var position = mine ? exception.Text.ToOriginal(span.StartLinePosition) : span.StartLinePosition;
            var message = string.Create(
                CultureInfo.InvariantCulture,
                $"({position.Line + 1},{position.Character + 1}): error {error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}");
            if (!mine && span.Path.Length > 0) message = span.Path + message;
            if (first.Length == 0) first = message;
            report.Add(message);
            if (!mine || position.Line >= lines.Count) continue;
            var end = exception.Text.ToOriginal(span.EndLinePosition);
            var line = lines[position.Line].ToString();
            var length = end.Line == position.Line ? end.Character - position.Character : line.Length - position.Character;
            report.Add("    " + line);
            report.Add("    " + Blank(line.AsSpan(0, Math.Min(position.Character, line.Length))) + new string('^', Math.Max(1, length)));
        }

        return new CellError("CompilationError", first, report);
    }

    /// <summary>An exception that the cell's code has thrown: what it says, and the lines of cells that it came through.</summary>
    public static CellError Of(Exception exception, SubmissionChain chain)
    {
        var report = new List<string>();
        Describe(exception, chain, report, "");
        return new CellError(exception.GetType().FullName ?? exception.GetType().Name, exception.Message, report);
    }

    private static void Describe(Exception exception, SubmissionChain chain, List<string> report, string prefix)
    {
        report.AddRange($"{prefix}{exception.GetType().FullName}: {exception.Message}".Split('\n'));
        report.AddRange(Describe(new StackTrace(exception, fNeedFileInfo: true).GetFrames(), chain));
        if (exception is AggregateException aggregate)
        {
            foreach (var inner in aggregate.InnerExceptions) Describe(inner, chain, report, "---> ");
        }
        else if (exception.InnerException is { } inner)
        {
            Describe(inner, chain, report, "---> ");
        }
    }

    /// <summary>The frames that tell the user something: those of cells, and what they called.</summary>
    private static IEnumerable<string> Describe(StackFrame[] frames, SubmissionChain chain)
    {
        // Recursion that has gone too deep makes hundreds of thousands.
        var left = Math.Max(0, frames.Length - 2 * MaximalFrames);
        var inner = frames.Take(left == 0 ? frames.Length : MaximalFrames).Select(frame => Describe(frame, chain));
        var outer = frames.Skip(left == 0 ? frames.Length : MaximalFrames + left).Select(frame => Describe(frame, chain));
        var more = string.Create(CultureInfo.InvariantCulture, $"   … and {left:N0} more");
        List<(string? Line, bool IsCell)> lines = [.. inner, .. left == 0 ? [] : Enumerable.Repeat<(string?, bool)>((more, false), 1), .. outer];

        // What called the outermost line of a cell is the runtime: the thread pool, a thread's start.
        var last = lines.FindLastIndex(line => line.IsCell);
        return lines.Take(last < 0 ? lines.Count : last + 1).Select(line => line.Line).OfType<string>();
    }

    private static (string? Line, bool IsCell) Describe(StackFrame frame, SubmissionChain chain)
    {
        if (frame.GetMethod() is not { } method || method.Module.Assembly == typeof(CellErrors).Assembly) return default;
        if (chain.FindText(method.Module.Assembly) is not { } text)
        {
            if (method.IsDefined(typeof(StackTraceHiddenAttribute)) || IsPlumbing(method.DeclaringType)) return default;
            var place = frame.GetFileName() is { } file
                ? string.Create(CultureInfo.InvariantCulture, $" in {Path.GetFileName(file)}, line {frame.GetFileLineNumber()}")
                : "";
            return ($"   at {Name(method)}{place}", false);
        }

        // The code that the compiler makes around a cell has no line.
        if (frame.GetFileLineNumber() == 0) return default;
        var name = Name(method);
        var position = text.ToOriginal(new LinePosition(frame.GetFileLineNumber() - 1, Math.Max(0, frame.GetFileColumnNumber() - 1)));
        var source = position.Line < text.Lines.Count ? text.Lines[position.Line].ToString().Trim() : "";
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"   at {(name.Length == 0 ? "" : $"{name} in ")}{frame.GetFileName()}, line {position.Line + 1}, column {position.Character + 1}: {source}");
        return (line, true);
    }

    /// <summary>Whether a type only passes exceptions on, from a task to who awaits it or from one thread to another.</summary>
    private static bool IsPlumbing(Type? type) =>
        type is not null && (type == typeof(ExceptionDispatchInfo)
            || type.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false)
            || type.Namespace is "System.Runtime.CompilerServices" or "System.Threading" or "System.Threading.Tasks");

    /// <summary>A method's name as the user wrote it, not as the compiler rewrote it.</summary>
    private static string Name(MethodBase method)
    {
        var type = method.DeclaringType;
        var name = method.Name;

        // The state machine of an async method or an iterator: the method's name stands in the angle brackets of the type's.
        if (name == "MoveNext" && type is { Name: ['<', ..] })
        {
            name = type.Name;
            type = type.DeclaringType;
        }

        // Closures and local functions: <Outer>b__0_1, <Outer>g__Inner|0_1.
        while (type is { Name: ['<', ..] }) type = type.DeclaringType;
        if (name.StartsWith('<') || name.StartsWith("<<", StringComparison.Ordinal))
        {
            var local = name.IndexOf("g__", StringComparison.Ordinal);
            var outer = name.Trim('<')[..Math.Max(0, name.Trim('<').IndexOf('>', StringComparison.Ordinal))];
            name = local >= 0 ? name[(local + 3)..].Split('|')[0]
                : name.Contains("b__", StringComparison.Ordinal) ? $"a lambda{(outer is "Initialize" or "" ? "" : $" in {outer}")}"
                : outer is "Initialize" or "Factory" ? "" : outer;
        }

        var owner = type?.FullName ?? "";
        if (owner.StartsWith("Submission#", StringComparison.Ordinal))
            owner = owner.Contains('+', StringComparison.Ordinal) ? owner[(owner.IndexOf('+', StringComparison.Ordinal) + 1)..] : "";
        owner = owner.Replace('+', '.');
        return (owner, name) switch
        {
            ("", _) => name,
            _ => $"{owner}.{name}",
        };
    }

    private static string Blank(ReadOnlySpan<char> text)
    {
        var blank = text.ToArray();
        for (var i = 0; i < blank.Length; i++) blank[i] = blank[i] == '\t' ? '\t' : ' ';
        return new string(blank);
    }
}
