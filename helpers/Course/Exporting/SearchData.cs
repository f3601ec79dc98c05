using System.Text.Encodings.Web;
using System.Text.Json;
using Course.Lessons;

namespace Course.Exporting;

/// <summary>
/// What is searched on pages without a server: a script that sets a variable, because pages that are opened from disk cannot
/// fetch anything. <c>search.js</c> looks through it by the rules of <see cref="SearchIndex"/>.
/// </summary>
internal static class SearchData
{
    public const string Name = "search-data.js";

    // A file of its own, so that nothing in it can be taken for markup.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(IEnumerable<Lesson> lessons)
    {
        var sections = new SearchIndex(lessons).Sections.Select(section => new
        {
            page = Uri.EscapeDataString(section.Name) + ".html",
            lesson = section.Lesson,
            heading = section.Heading,
            anchor = section.Anchor,
            passages = section.Passages.Select(passage => new { anchor = passage.Anchor, isCode = passage.IsCode, text = passage.Text }),
        });
        return $"window.courseSections = {JsonSerializer.Serialize(sections, Plain)};\n";
    }
}
