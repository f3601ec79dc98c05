using Course.Lessons;
using Jupyter.Documents;

namespace Course.Pages;

/// <summary>
/// Makes what pages will show before anybody asks for it: the first page of a reader needs grammars, parsers and their code,
/// which take the better part of a second to load.
/// </summary>
internal static class Warmup
{
    /// <summary>Makes the fragments of all lessons, in their order.</summary>
    /// <param name="catalog">The lessons.</param>
    /// <param name="links">Where a lesson's links lead.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static Task RunAsync(LessonCatalog catalog, Func<Lesson, PageLinks> links, CancellationToken cancellation) => Task.Factory.StartNew(
        () =>
        {
            // Whoever clicks goes first.
            Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
            foreach (var lesson in catalog.Lessons)
            {
                foreach (var cell in lesson.Cells.TakeWhile(_ => !cancellation.IsCancellationRequested))
                {
                    if (cell.Kind == CellKind.Code) CodeHighlighter.Shared.ToHtml(cell.Source, lesson.Language);
                    else MarkdownHtml.Render(cell, links(lesson));
                    foreach (var output in cell.Outputs) OutputHtml.Render(output);
                }
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
