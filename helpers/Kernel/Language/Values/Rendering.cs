using System.Globalization;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive.Formatting;

namespace CSharpKernel.Language.Values;

/// <summary>
/// Turns a value into text with the formatters, and shows less of it where it would become more than a page can hold: an
/// assembly's properties lead through half of the runtime.
/// </summary>
internal static partial class Rendering
{
    private const int PlentyOfText = 10_000;
    private const int PlentyOfMarkup = 60_000;

    // Formatters know one limit for all threads.
    private static readonly Lock OneAtATime = new();

    /// <summary>A value in one form.</summary>
    public static string Render(object? value, string mimeType)
    {
        var text = RenderAll(value, mimeType);
        var isMarkup = mimeType == HtmlFormatter.MimeType;
        if (value is not string && (isMarkup || mimeType == PlainTextFormatter.MimeType))
        {
            if (text.Length > (isMarkup ? PlentyOfMarkup : PlentyOfText)) text = RenderLess(value, mimeType, text);
            text = SourceNames.In(text);
        }

        return isMarkup && Remainder().IsMatch(text) ? text + Hint("Lists are cut: set Formatter.ListExpansionLimit to show more.") : text;
    }

    /// <summary>A value in one form, all of it.</summary>
    public static string RenderAll(object? value, string mimeType)
    {
        if (Nesting.IsEndless(value)) return $"{value!.GetType().ToDisplayString(PlainTextFormatter.MimeType)}: it contains itself, so its items cannot be shown.";
        try
        {
            return value.ToDisplayString(mimeType);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            // Formatters call by reflection what the value has thrown in.
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }
        catch (InsufficientExecutionStackException)
        {
            return $"{value!.GetType().ToDisplayString(PlainTextFormatter.MimeType)}: it refers to itself, so its text would have no end.";
        }
    }

    private static string RenderLess(object? value, string mimeType, string text)
    {
        var isMarkup = mimeType == HtmlFormatter.MimeType;
        lock (OneAtATime)
        {
            var full = Formatter.RecursionLimit;
            try
            {
                for (var depth = Math.Min(full - 1, 3); depth >= 0; depth--)
                {
                    Formatter.RecursionLimit = depth;
                    var less = RenderAll(value, mimeType);

                    // Not its depth makes it long: it is one long text, or has a formatter that knows what it does.
                    if (less.Length == text.Length) return text;
                    if (less.Length > (isMarkup ? PlentyOfMarkup : PlentyOfText)) continue;
                    var hint = string.Create(
                        CultureInfo.InvariantCulture,
                        $"Shown to a depth of {depth + 1} of {full + 1}. All of it: display(value, \"{mimeType}\")");
                    return less + (isMarkup ? Hint(hint) : $"{Environment.NewLine}… {hint}");
                }

                return text;
            }
            finally
            {
                Formatter.RecursionLimit = full;
            }
        }
    }

    private static string Hint(string text) => $"<div><small>{System.Net.WebUtility.HtmlEncode(text)}</small></div>";

    /// <summary>How formatters say that a list has more items than they show.</summary>
    [GeneratedRegex(@"\((\d+ )?more\)")]
    private static partial Regex Remainder();
}
