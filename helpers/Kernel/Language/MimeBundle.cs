using System.Globalization;
using CSharpKernel.Language.Values;
using Microsoft.DotNet.Interactive.Formatting;

namespace CSharpKernel.Language;

/// <summary>One value in several forms, by MIME type; a front end shows the richest that it can.</summary>
internal sealed class MimeBundle : Dictionary<string, string>
{
    private const int MaximalText = 100_000;
    private const int MaximalMarkup = 8_000_000;

    /// <summary>A value in the forms that its type prefers, plain text always among them.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The forms, where they are given: then nothing is left out.</param>
    public static MimeBundle Of(object? value, params IReadOnlyCollection<string> mimeTypes)
    {
        var bundle = mimeTypes.Count > 0
            ? ValueFormats.OfBytes(value, mimeTypes) ?? Render(value, mimeTypes, Rendering.RenderAll)
            : IsPlain(value) ? [] : ValueFormats.Of(value!) ?? Render(value, Preferred(value), Rendering.Render);
        var leftOut = bundle.Where(form => form.Value.Length > MaximalMarkup && form.Key != PlainTextFormatter.MimeType).ToArray();
        foreach (var (mimeType, _) in leftOut) bundle.Remove(mimeType);
        if (!bundle.ContainsKey(PlainTextFormatter.MimeType))
            bundle[PlainTextFormatter.MimeType] = Rendering.Render(value, PlainTextFormatter.MimeType);
        var notes = leftOut.Select(form => string.Create(
            CultureInfo.InvariantCulture, $"{Environment.NewLine}({form.Key} is left out: {form.Value.Length:N0} characters)"));
        bundle[PlainTextFormatter.MimeType] = Cut(bundle[PlainTextFormatter.MimeType]) + string.Concat(notes);
        return bundle;
    }

    private static IReadOnlyCollection<string> Preferred(object? value) => Formatter.GetPreferredMimeTypesFor(value?.GetType());

    private static MimeBundle Render(object? value, IReadOnlyCollection<string> mimeTypes, Func<object?, string, string> render)
    {
        var bundle = new MimeBundle();
        foreach (var mimeType in mimeTypes) bundle[mimeType] = render(value, mimeType);
        return bundle;
    }

    /// <summary>Values for which a table of properties would say less than their text.</summary>
    private static bool IsPlain(object? value) =>
        value is null or string or decimal or DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan or Guid or Enum
            or Int128 or UInt128 or Half or System.Numerics.BigInteger or System.Numerics.Complex
        || value.GetType().IsPrimitive;

    private static string Cut(string text) => text.Length <= MaximalText
        ? text
        : string.Create(
            CultureInfo.InvariantCulture, $"{text.AsSpan(0, MaximalText)}… ({text.Length - MaximalText:N0} more characters)");
}
