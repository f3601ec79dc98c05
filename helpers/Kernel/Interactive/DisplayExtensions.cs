using CSharpKernel.Language;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.DotNet.Interactive.Formatting.TabularData;

namespace System;

/// <summary>Shows values below the cell that runs.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows a value below the cell.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The forms to show it in; the type's preferred ones if there are none.</param>
    /// <returns>What is shown, so that it can be updated.</returns>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) =>
        new(CellContext.Output, MimeBundle.Of(value, mimeTypes), mimeTypes);

    /// <summary>Shows text which has the given form already.</summary>
    /// <param name="value">The text.</param>
    /// <param name="mimeType">Its form.</param>
    public static DisplayedValue DisplayAs(this string value, string mimeType) =>
        new(CellContext.Output, new MimeBundle { [mimeType] = value }, [mimeType]);

    /// <summary>Shows objects as a table, with a column for each of their properties.</summary>
    /// <param name="value">The objects.</param>
    /// <param name="mimeTypes">The forms to show it in; the table's preferred ones if there are none.</param>
    public static DisplayedValue DisplayTable<T>(this IEnumerable<T>? value, params string[] mimeTypes) =>
        value is null ? value.Display(mimeTypes) : value.ToTabularDataResource().Display(mimeTypes);
}
