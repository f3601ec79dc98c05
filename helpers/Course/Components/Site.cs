using Course.Lessons;
using Course.Pages;
using Course.Readers;
using Microsoft.AspNetCore.Components;
using static Microsoft.AspNetCore.Components.Web.RenderMode;

namespace Course.Components;

/// <summary>
/// The set of pages that a component is part of: the served course, or files of their own. Components ask it for every link.
/// </summary>
internal abstract class Site
{
    /// <summary>Whether a server is behind the pages, which runs cells and searches.</summary>
    public abstract bool IsServed { get; }

    /// <summary>How the components that a reader works with are rendered.</summary>
    public abstract IComponentRenderMode? Mode { get; }

    /// <summary>What the document forbids the browser; <see langword="null"/> where a server says so.</summary>
    public virtual string? Policy => null;

    /// <summary>The contents page.</summary>
    public abstract string Contents { get; }

    /// <summary>A lesson's page.</summary>
    /// <param name="name">The lesson's name.</param>
    /// <param name="anchor">A place on it; <see langword="null"/> for its beginning.</param>
    public string Lesson(string name, string? anchor = null) =>
        LessonPage(Uri.EscapeDataString(name)) + (string.IsNullOrEmpty(anchor) ? "" : "#" + Uri.EscapeDataString(anchor));

    /// <summary>A style sheet, script or picture that all pages have in common.</summary>
    public abstract string Asset(string path);

    /// <summary>Where links of a lesson's prose lead.</summary>
    public abstract PageLinks Links(Lesson lesson);

    /// <summary>The address of a frame that shows a document.</summary>
    public abstract string Frame(string document);

    /// <summary>How far the reader has come in a lesson; <see langword="null"/> where nothing is kept of readers.</summary>
    public virtual LessonProgress? Progress(Lesson lesson) => null;

    /// <summary>The reader is under a heading.</summary>
    public virtual void Reach(Lesson lesson, Heading heading)
    {
    }

    /// <summary>The page of the lesson whose name is given as it is written in links.</summary>
    protected abstract string LessonPage(string name);
}

/// <summary>The served course. Links are relative to the document's base, which is the server's root.</summary>
/// <param name="files">The files that pages may show.</param>
/// <param name="frames">Keeps what frames show.</param>
/// <param name="readers">What is kept of the reader.</param>
internal sealed class ServedSite(CourseFiles files, FrameStore frames, ReaderStore readers) : Site
{
    public override bool IsServed => true;

    public override IComponentRenderMode? Mode => InteractiveServer;

    public override string Contents => "/";

    public override string Asset(string path) => path;

    public override PageLinks Links(Lesson lesson) => new ServedLinks(Path.GetDirectoryName(lesson.File)!, lesson.Name, files);

    public override string Frame(string document) => "frames/" + frames.Add(document);

    public override LessonProgress? Progress(Lesson lesson) => LessonProgress.Of(lesson, readers.Open(lesson.File).Data);

    public override void Reach(Lesson lesson, Heading heading)
    {
        var reader = readers.Open(lesson.File);
        reader.Visit(heading.Id);
        reader.Stay(heading.Id);
    }

    protected override string LessonPage(string name) => "lessons/" + name;
}
