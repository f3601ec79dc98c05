using Course.Lessons;

namespace Course.Components.Search;

/// <summary>Searches the lessons as they are now. Safe for use from several threads.</summary>
internal sealed class CourseSearch(LessonCatalog catalog)
{
    private Built? _built;

    /// <summary>The sections in which every word of a query is found, the best first.</summary>
    public IReadOnlyList<SearchHit> Find(string query)
    {
        var lessons = catalog.Lessons;
        // The catalogue gives the same lessons until a file changes. Two threads may build at the same time: either is right.
        if (_built is not { } built || !built.Lessons.SequenceEqual(lessons, ReferenceEqualityComparer.Instance))
            _built = built = new Built(lessons, new SearchIndex(lessons));
        return built.Index.Find(query);
    }

    private sealed record Built(IReadOnlyList<Lesson> Lessons, SearchIndex Index);
}
