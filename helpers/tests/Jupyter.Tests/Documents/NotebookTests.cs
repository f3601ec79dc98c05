using Jupyter.Documents;

namespace Jupyter.Tests.Documents;

public sealed class NotebookTests
{
    /// <summary>Written by nbformat 5.</summary>
    private const string Canonical = """
        {
         "cells": [
          {
           "cell_type": "markdown",
           "id": "title",
           "metadata": {},
           "source": [
            "# Title — 标题 😀\n",
            "<b>\"quoted\" \\ </b>"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": 1,
           "id": "one",
           "metadata": {
            "custom": {
             "a": 1.50,
             "b": [],
             "c": {},
             "d": null
            },
            "tags": [
             "exercise"
            ]
           },
           "outputs": [
            {
             "name": "stdout",
             "output_type": "stream",
             "text": [
              "a\tb\n",
              "\u001b[31mred\u001b[0m"
             ]
            },
            {
             "data": {
              "application/json": {
               "k": [
                1,
                2
               ]
              },
              "image/png": "aGVsbG8=\n",
              "text/html": [
               "<p>\n",
               "</p>"
              ]
             },
             "metadata": {},
             "output_type": "display_data"
            },
            {
             "data": {
              "text/plain": [
               "2"
              ]
             },
             "execution_count": 1,
             "metadata": {},
             "output_type": "execute_result"
            },
            {
             "ename": "Exception",
             "evalue": "x",
             "output_type": "error",
             "traceback": [
              "line 1\nline 2"
             ]
            }
           ],
           "source": [
            "1 + 1"
           ]
          },
          {
           "cell_type": "raw",
           "id": "raw",
           "metadata": {},
           "source": []
          }
         ],
         "metadata": {
          "kernelspec": {
           "display_name": ".NET (C#)",
           "language": "C#",
           "name": ".net-csharp"
          }
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """;

    [Fact]
    public void A_notebook_that_nbformat_wrote_is_written_the_same_to_the_byte() =>
        Assert.Equal(Canonical, Notebook.Parse(Canonical).ToJson());

    [Fact]
    public void A_notebook_in_another_form_is_written_in_nbformats()
    {
        var notebook = Notebook.Parse("""
            {"nbformat_minor":5,"nbformat":4,"metadata":{},"cells":[{"source":"a\r\nb\u2028c\n","metadata":{"trusted":true},
            "id":"x","outputs":[{"output_type":"stream","name":"stdout","text":"\ud83d\ude00\n1"}],"execution_count":null,"cell_type":"code"}]}
            """);

        Assert.Equal(
            """
            {
             "cells": [
              {
               "cell_type": "code",
               "execution_count": null,
               "id": "x",
               "metadata": {},
               "outputs": [
                {
                 "name": "stdout",
                 "output_type": "stream",
                 "text": [
                  "😀\n",
                  "1"
                 ]
                }
               ],
               "source": [
                "a\r\n",
                "b
            """ + "\u2028" + """
            ",
                "c\n"
               ]
              }
             ],
             "metadata": {},
             "nbformat": 4,
             "nbformat_minor": 5
            }

            """,
            notebook.ToJson());
    }

    [Fact]
    public void A_notebook_says_what_it_holds()
    {
        var notebook = Notebook.Parse(Canonical);
        Assert.Equal("C#", notebook.Language);
        Assert.Equal(".net-csharp", notebook.KernelName);
        Assert.Equal([CellKind.Markdown, CellKind.Code, CellKind.Raw], notebook.Cells.Select(cell => cell.Kind));

        var code = notebook.Cells[1];
        Assert.Equal("one", code.Id);
        Assert.Equal("1 + 1", code.Source);
        Assert.Equal(["exercise"], code.Tags);
        Assert.Equal("a\tb\n\e[31mred\e[0m", Assert.IsType<StreamOutput>(code.Outputs[0]).Text);
        Assert.Equal("<p>\n</p>", Assert.IsType<DisplayOutput>(code.Outputs[1]).Data.Text("text/html"));
        Assert.True(Assert.IsType<DisplayOutput>(code.Outputs[2]).IsResult);
        Assert.Equal("Exception", Assert.IsType<ErrorOutput>(code.Outputs[3]).Name);
    }

    [Fact]
    public void Outputs_that_are_replaced_are_written()
    {
        var notebook = Notebook.Parse(Canonical);
        notebook.Cells[1].Outputs.Clear();
        notebook.Cells[1].ExecutionCount = null;

        var written = Notebook.Parse(notebook.ToJson()).Cells[1];
        Assert.Empty(written.Outputs);
        Assert.Null(written.ExecutionCount);
    }

    [Theory]
    [InlineData("", "not JSON (line 1")]
    [InlineData("{\n\"cells\": [,]}", "not JSON (line 2, byte 11)")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("""{"nbformat": 3, "worksheets": []}""", "nbformat 3, not 4")]
    [InlineData("""{"nbformat": 4, "metadata": {}}""", "no list of cells")]
    [InlineData("""{"nbformat": 4, "cells": [{"cell_type": "heading"}]}""", "cell 1 is of the unknown type 'heading'")]
    [InlineData("""{"nbformat": 4, "cells": [1]}""", "not of the type that nbformat gives it")]
    [InlineData("""{"nbformat": 4, "cells": [{"cell_type": "raw", "source": [{}]}]}""", "not of the type that nbformat gives it")]
    public void A_file_that_is_no_notebook_is_refused_with_the_reason(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<NotebookFormatException>(() => Notebook.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Writing_replaces_the_file_and_leaves_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.ipynb", "old");
        Notebook.Parse(Canonical).Write(file);
        Assert.Equal(Canonical, File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_notebook_that_cannot_be_written_leaves_the_old_one()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.ipynb", Canonical);
        var notebook = Notebook.Read(file);
        notebook.Cells[1].Outputs.Add(new BrokenOutput());
        Assert.Throws<NotSupportedException>(() => notebook.Write(file));
        Assert.Equal(Canonical, File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFiles(folder.Path));
    }

    private sealed record BrokenOutput : Output
    {
        public override System.Text.Json.Nodes.JsonObject ToJson() => throw new NotSupportedException();
    }
}
