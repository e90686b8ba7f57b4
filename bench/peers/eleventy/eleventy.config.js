import markdownIt from "markdown-it";
import footnote from "markdown-it-footnote";

export default function (config) {
  const all = (api) => api.getFilteredByGlob("src/articles/*.md").reverse();
  config.setLibrary("md", markdownIt({ html: false }).use(footnote));
  config.addCollection("articles", all);
  config.addCollection("feed", (api) => all(api).slice(0, 100));
  config.addCollection("categoryNames", (api) => [
    ...new Set(all(api).flatMap((article) => article.data.categories)),
  ].sort());
  config.addCollection("tagNames", (api) => [
    ...new Set(all(api).flatMap((article) => article.data.tags)),
  ].sort());
  config.addCollection("byCategory", (api) => {
    const found = {};
    for (const article of all(api))
      for (const name of article.data.categories) (found[name] ??= []).push(article);
    return found;
  });
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  return { dir: { input: "src", output: "output" }, markdownTemplateEngine: false };
}
