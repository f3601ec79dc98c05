using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.CodeAnalysis.Text;
using Microsoft.DotNet.Interactive.Formatting;

namespace CSharpKernel.Language;

/// <summary>
/// Tells of an exception that a cell's code has thrown: what it says, and the lines of cells that it came through, with the
/// calls which they made, without what the kernel, the runtime and libraries did inside those.
/// </summary>
internal sealed class ExceptionReport
{
    private const int MaximalFrames = 20;

    private readonly SubmissionChain _chain;
    private readonly List<string> _lines = [];

    private ExceptionReport(SubmissionChain chain) => _chain = chain;

    public static CellError Of(Exception exception, SubmissionChain chain)
    {
        var report = new ExceptionReport(chain);
        report.Add(exception, "");
        return new CellError(SourceNames.Of(exception.GetType()), MessageOf(exception), report._lines);
    }

    private void Add(Exception exception, string prefix)
    {
        var message = MessageOf(exception).ReplaceLineEndings("\n").Split('\n');
        _lines.Add($"{prefix}{Ansi.Red(SourceNames.Of(exception.GetType()))}: {message[0]}");
        _lines.AddRange(message.Skip(1));
        if (exception is FileNotFoundException { FileName: null or "" } && WorkingFolder.Current is null) _lines.Add(WorkingFolder.Missing);
        if (exception is BadImageFormatException or TypeLoadException or MissingMemberException)
            _lines.AddRange(_chain.ReplacedFiles.Select(ReferenceResolver.ReplacedMessage));
        try
        {
            AddStack(exception);
        }
        catch (IOException)
        {
            // What reads stacks is loaded when it is first needed, and the process may have too many files open for that.
            _lines.Add("   (The stack cannot be read.)");
        }

        if (exception is AggregateException aggregate)
        {
            foreach (var inner in aggregate.InnerExceptions) Add(inner, "---> ");
        }
        else if (exception.InnerException is { } inner)
        {
            Add(inner, "---> ");
        }
    }

    private static string MessageOf(Exception exception)
    {
        try
        {
            return SourceNames.In(exception.Message);
        }
        catch (Exception e)
        {
            return $"its message cannot be read: {SourceNames.Of(e.GetType())}";
        }
    }

    private void AddStack(Exception exception)
    {
        var frames = Select(new StackTrace(exception, fNeedFileInfo: true).GetFrames());

        // Recursion that has gone too deep makes hundreds of thousands.
        var left = Math.Max(0, frames.Count - 2 * MaximalFrames);
        var inner = left == 0 ? frames.Count : MaximalFrames;
        _lines.AddRange(frames.Take(inner).Select(Describe));
        if (left > 0) _lines.Add(string.Create(CultureInfo.InvariantCulture, $"   … and {left:N0} more"));
        _lines.AddRange(frames.Skip(inner + left).Select(Describe));
    }

    /// <summary>
    /// Leaves out what happened inside a call to something of which there is no source: the call itself says which part of
    /// the user's line it was.
    /// </summary>
    private List<StackFrame> Select(StackFrame[] frames)
    {
        // What called the outermost line of a cell is the runtime: the thread pool, a thread's start.
        var outermost = Array.FindLastIndex(frames, frame => FindSources(frame) is not null);
        if (outermost < 0) outermost = frames.Length - 1;
        var selected = new List<StackFrame>();
        var callerHasSource = true;
        for (var i = outermost; i >= 0; i--)
        {
            if (FindSources(frames[i]) is null && IsPlumbing(frames[i].GetMethod())) continue;
            var hasSource = frames[i].GetFileName() is not null;
            if (hasSource || callerHasSource) selected.Add(frames[i]);
            callerHasSource = hasSource;
        }

        selected.Reverse();
        return selected;
    }

    /// <summary>The texts of the cell that a frame's code was written in; null if it was not, or has no line there.</summary>
    private CellSources? FindSources(StackFrame frame) =>
        frame.GetFileLineNumber() > 0 && frame.GetMethod() is { } method ? _chain.FindSources(method.Module.Assembly) : null;

    private string Describe(StackFrame frame)
    {
        var name = SourceNames.Of(frame.GetMethod()!);
        var file = frame.GetFileName();
        var line = frame.GetFileLineNumber();
        var label = Path.GetFileName(file);
        if (FindSources(frame)?.Find(file) is not { } text)
        {
            // Of a library, or of what a #line directive names.
            var place = file is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{label}, line {line}");
            return $"   at {Ansi.Cyan(name)}{(name.Length > 0 && place.Length > 0 ? " in " : "")}{place}";
        }

        var position = text.ToOriginal(new LinePosition(line - 1, Math.Max(0, frame.GetFileColumnNumber() - 1)));
        var source = position.Line < text.Lines.Count ? text.Lines[position.Line].ToString().Trim() : "";
        var where = Ansi.Green(string.Create(
            CultureInfo.InvariantCulture, $"{label}, line {position.Line + 1}, column {position.Character + 1}"));
        return $"   at {(name.Length == 0 ? "" : $"{Ansi.Cyan(name)} in ")}{where}: {source}";
    }

    /// <summary>
    /// Whether a method is the kernel's or the compiler's, or only passes exceptions on: from a task to who awaits it, from one
    /// thread to another.
    /// </summary>
    private static bool IsPlumbing(MethodBase? method) =>
        method is null || method.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false)
        || (method.DeclaringType is { } type && (type == typeof(ExceptionDispatchInfo)
            || type.Assembly == typeof(ExceptionReport).Assembly
            || type.Assembly == typeof(Formatter).Assembly
            || type.FullName!.StartsWith("Submission#", StringComparison.Ordinal)
            || type.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false)
            || type.Namespace is "System.Runtime.CompilerServices" or "System.Reflection" or "System.Threading" or "System.Threading.Tasks"));
}
