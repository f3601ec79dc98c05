using Jupyter.Documents;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Course.Tests.Lessons;

/// <summary>A notebook of the course, and what the original has in its section.</summary>
/// <param name="Name">The file's name, without extension.</param>
/// <param name="Titles">The original's headings, in order.</param>
/// <param name="Figures">The original's figures.</param>
internal sealed record Lesson(string Name, string[] Titles, string[] Figures)
{
    public static readonly IReadOnlyList<Lesson> All =
    [
        new(
            "01-parallelism-and-concurrency",
            ["并行和并发", "并行", "并发", "同步阻塞", "同步非阻塞", "异步阻塞", "异步非阻塞", "并发"],
            ["parallel", "sync-block", "sync-nonblock", "async-block", "async-nonblock"]),
        new("02-coroutines", ["协程"], ["sync-async"]),
        new("03-thread-and-process-pools", ["concurrent.futures模块 - 线程池和进程池的异步使用"], ["pooling-management"]),
        new(
            "04-event-loop-and-tasks",
            ["Asyncio模块", "使用Asyncio管理事件循环", "使用Asyncio管理协程", "使用Asyncio控制任务"],
            ["task-execution"]),
        new(
            "05-interview-questions",
            ["协程的面试题", "协程的优缺点", "为什么使用协程的时候大部分都使用但线程，而不是多线程？", "协程的设计问题"],
            []),
    ];

    public string File => Path.Combine(Repository.Notebooks, Name + ".ipynb");

    public Notebook Read() => Notebook.Read(File);

    public static Lesson Named(string name) => All.Single(lesson => lesson.Name == name);

    /// <summary>The lessons as rows of a theory.</summary>
    public static TheoryData<string> Names => [.. All.Select(lesson => lesson.Name)];

    /// <summary>The headings of a notebook, in order: level and words.</summary>
    public static IEnumerable<(int Level, string Text)> Headings(Notebook notebook) =>
        Prose(notebook).SelectMany(prose => prose.Descendants<HeadingBlock>()).Select(heading => (heading.Level, TextOf(heading)));

    /// <summary>The links of a notebook, pictures among them.</summary>
    public static IEnumerable<LinkInline> Links(Notebook notebook) =>
        Prose(notebook).SelectMany(prose => prose.Descendants<LinkInline>());

    /// <summary>The one code block in C# that a cell of prose holds.</summary>
    public static string CSharpIn(Cell cell) =>
        Markdown.Parse(cell.Source).Descendants<FencedCodeBlock>().Single(block => block.Info == "csharp").Lines.ToString();

    private static IEnumerable<MarkdownDocument> Prose(Notebook notebook) =>
        notebook.Cells.Where(cell => cell.Kind == CellKind.Markdown).Select(cell => Markdown.Parse(cell.Source));

    private static string TextOf(HeadingBlock heading) => string.Concat(
        heading.Inline!.Descendants<LeafInline>().Select(inline => inline is CodeInline code ? code.Content : inline.ToString()));
}
