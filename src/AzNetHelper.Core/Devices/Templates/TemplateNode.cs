using System.Collections.Immutable;

namespace AzNetHelper.Devices.Templates;

/// <summary>A piece of a template.</summary>
internal abstract record TemplateNode;

/// <summary>Text that stays as it is.</summary>
internal sealed record TextNode(string Text) : TemplateNode;

/// <summary><c>{{name}}</c> or <c>{{name|filter}}</c>.</summary>
internal sealed record ValueNode(string Name, string? Filter) : TemplateNode;

/// <summary><c>{{#each name}} ... {{/each}}</c>.</summary>
internal sealed record EachNode(string Name, ImmutableArray<TemplateNode> Body) : TemplateNode;

/// <summary><c>{{#if name}} ... {{else}} ... {{/if}}</c>, or <c>unless</c> for the contrary.</summary>
internal sealed record ChoiceNode(string Name, bool Wanted, ImmutableArray<TemplateNode> Then, ImmutableArray<TemplateNode> Else) : TemplateNode;
