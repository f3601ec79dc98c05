using Course.Lessons;

namespace Course.Components.Layout;

/// <summary>Where a lesson is among all.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Previous">The one before.</param>
/// <param name="Next">The one behind.</param>
internal readonly record struct LessonPlace(int Number, int Count, Lesson? Previous, Lesson? Next)
{
    public static LessonPlace Of(Lesson lesson, LessonCatalog catalog)
    {
        var lessons = catalog.Lessons;
        var at = lessons.TakeWhile(other => other.Name != lesson.Name).Count();
        return new LessonPlace(at + 1, lessons.Count, lessons.ElementAtOrDefault(at - 1), lessons.ElementAtOrDefault(at + 1));
    }
}
