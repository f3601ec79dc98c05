using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive;

/// <summary>
/// The functions that every cell can call without a prefix, under the names that .NET Interactive gave them, so that one
/// notebook runs in both.
/// </summary>
[SuppressMessage("Naming", "CA1724", Justification = "The name is .NET Interactive's.")]
public sealed partial class Kernel
{
    /// <summary>Shows a value below the cell.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The forms to show it in; the type's preferred ones if there are none.</param>
    /// <returns>What is shown, so that it can be updated.</returns>
    [SuppressMessage("Style", "IDE1006", Justification = "The name is .NET Interactive's.")]
    public static DisplayedValue display(object? value, params string[] mimeTypes) => value.Display(mimeTypes);

    /// <summary>Text that is HTML already, to be shown as it is.</summary>
    public static IHtmlContent HTML(string content) => new HtmlString(content);

    /// <summary>Runs a script in the page.</summary>
    public static void Javascript(string scriptContent) =>
        new HtmlString($"<script type=\"text/javascript\">{scriptContent}</script>").Display("text/html");

    /// <summary>Adds rules to the page's style sheet.</summary>
    public static void CSS(string content) => new HtmlString($"<style>{content}</style>").Display("text/html");
}
