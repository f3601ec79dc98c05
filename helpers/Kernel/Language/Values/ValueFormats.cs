using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;

namespace CSharpKernel.Language.Values;

/// <summary>
/// The forms of values for which the formatters know nothing better than a table of properties, where there is something
/// better. What a cell has registered a formatter for is left to it.
/// </summary>
internal static class ValueFormats
{
    /// <summary>The forms of a value, plain text among them; null where its formatters shall decide.</summary>
    public static MimeBundle? Of(object value) => value switch
    {
        LaTeXString formula => new MimeBundle { ["text/latex"] = formula.ToString(), [PlainTextFormatter.MimeType] = formula.ToString() },
        JsonDocument json => Json(json.RootElement),
        JsonElement json => Json(json),
        JsonNode json => Json(JsonSerializer.SerializeToElement(json)),
        _ when IsNewtonsoftJson(value.GetType()) => NewtonsoftJson(value.ToString()!),
        _ when HasFormatter(value.GetType()) => null,
        _ when DataTables.Contains(value) => DataTables.Read(value),
        Array { Rank: 2 } grid => Grid(grid),
        _ => PlotlyChart.TryRead(value) ?? Html(value) ?? AsyncSequence(value),
    };

    /// <summary>Bytes of a picture or the like, in the form that messages carry.</summary>
    /// <param name="value">The bytes.</param>
    /// <param name="mimeTypes">What they are.</param>
    public static MimeBundle? OfBytes(object? value, IReadOnlyCollection<string> mimeTypes)
    {
        if (value is not byte[] bytes || mimeTypes.SingleOrDefault() is not { } mimeType) return null;
        if (!mimeType.StartsWith("image/", StringComparison.Ordinal) || mimeType == "image/svg+xml") return null;
        return new MimeBundle
        {
            [mimeType] = Convert.ToBase64String(bytes),
            [PlainTextFormatter.MimeType] = $"{mimeType}, {bytes.Length:N0} bytes",
        };
    }

    /// <summary>Whether there is a formatter for a type that says more than the one for all objects.</summary>
    private static bool HasFormatter(Type type) =>
        Formatter.GetPreferredFormatterFor(type, Formatter.GetPreferredMimeTypesFor(type).First()).Type != typeof(object);

    private static MimeBundle Json(JsonElement json)
    {
        var text = json.ValueKind == JsonValueKind.Undefined ? "null" : json.GetRawText();
        return new MimeBundle
        {
            ["application/json"] = text,
            [HtmlFormatter.MimeType] = json.ToDisplayString(HtmlFormatter.MimeType),
            [PlainTextFormatter.MimeType] = text,
        };
    }

    /// <summary>An array of two dimensions: rows and columns.</summary>
    private static MimeBundle Grid(Array grid)
    {
        var columns = Math.Min(grid.GetLength(1), Formatter.ListExpansionLimit);
        string[] left = columns < grid.GetLength(1) ? ["…"] : [];
        return TextTable.Of(
            [],
            grid.GetLength(0),
            i => [.. Enumerable.Range(grid.GetLowerBound(1), columns).Select(j => Text(grid.GetValue(grid.GetLowerBound(0) + i, j))), .. left]);

        static string Text(object? value) => value.ToDisplayString(PlainTextFormatter.MimeType);
    }

    /// <summary>Whether a type is that of JSON in the library that a cell has brought with it.</summary>
    private static bool IsNewtonsoftJson(Type? type)
    {
        while (type is not null && type.FullName != "Newtonsoft.Json.Linq.JToken") type = type.BaseType;
        return type is not null;
    }

    private static MimeBundle NewtonsoftJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return Json(json.RootElement);
        }
        catch (JsonException)
        {
            // A single text or time, which is written without its quotation marks.
            return new MimeBundle { [PlainTextFormatter.MimeType] = text };
        }
    }

    /// <summary>What a type says of itself, by the convention that other notebooks have: a method <c>string ToHtml()</c>.</summary>
    private static MimeBundle? Html(object value)
    {
        if (value.GetType().GetMethod("ToHtml", Type.EmptyTypes) is not { IsStatic: false } method || method.ReturnType != typeof(string))
            return null;
        return new MimeBundle
        {
            [HtmlFormatter.MimeType] = method.CreateDelegate<Func<string>>(value)(),
            [PlainTextFormatter.MimeType] = Rendering.Render(value, PlainTextFormatter.MimeType),
        };
    }

    /// <summary>A sequence whose items only come when somebody awaits them, which showing it must not do.</summary>
    private static MimeBundle? AsyncSequence(object value)
    {
        var item = value.GetType().GetInterfaces()
            .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))
            ?.GetGenericArguments()[0];
        return item is null ? null : new MimeBundle
        {
            [PlainTextFormatter.MimeType] =
                $"IAsyncEnumerable<{item.ToDisplayString(PlainTextFormatter.MimeType)}>, not read yet: await foreach reads it",
        };
    }
}
