#include "libs/paper/paper.hpp"

#include <cairo-pdf.h>
#include <fmt/core.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>

#include "libs/base/result.hpp"
#include "libs/decider/decider.hpp"

namespace haven::paper {
namespace {

// Points; A4.
constexpr double kWidth = 595.28;
constexpr double kHeight = 841.89;
constexpr double kMargin = 51;
constexpr double kBody = kWidth - 2 * kMargin;
constexpr double kBottom = kHeight - kMargin - 18;  // the foot stands below
constexpr double kPadding = 3.5;
constexpr double kGap = 8;

constexpr const char* kFamily = "Noto Sans CJK SC";

template <auto free>
struct Freed {
    template <class T>
    void operator()(T* object) const {
        free(object);
    }
};
using Surface = std::unique_ptr<cairo_surface_t, Freed<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Freed<cairo_destroy>>;
using Layout = std::unique_ptr<PangoLayout, Freed<g_object_unref>>;
using Font = std::unique_ptr<PangoFontDescription, Freed<pango_font_description_free>>;

void check_fonts() {
    PangoFontFamily** families = nullptr;
    int count = 0;
    pango_font_map_list_families(pango_cairo_font_map_get_default(), &families, &count);
    const bool found = std::any_of(families, families + count, [](PangoFontFamily* family) {
        return std::string_view(pango_font_family_get_name(family)) == kFamily;
    });
    g_free(static_cast<void*>(families));
    if (!found) throw CannotPrint("FONTS_MISSING: the package fonts-noto-cjk is not installed");
}

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

struct Style {
    double size = 10;
    bool bold = false;
    PangoAlignment side = PANGO_ALIGN_LEFT;
};

// Lays a document out. It is laid out twice: to count the pages, and with their number in the foot.
class Press {
  public:
    Press(const Document& document, Date made_on, int pages)
        : document_(document), made_on_(made_on), total_(pages) {
        surface_.reset(cairo_pdf_surface_create_for_stream(append, &bytes_, kWidth, kHeight));
        cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE,
                                       document.title().c_str());
        cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                       (made_on.to_string() + "T00:00:00+08:00").c_str());
        context_.reset(cairo_create(surface_.get()));
        cairo_set_line_width(context_.get(), 0.6);
    }

    // How many pages it took.
    int run() {
        begin_page();
        print(document_.title(), {.size = 17, .bold = true, .side = PANGO_ALIGN_CENTER});
        y_ += kGap;
        for (const Block& block : document_.blocks()) {
            match(
                block,
                [&](const Line& b) { print(b.text, {.size = 9, .side = PANGO_ALIGN_RIGHT}); },
                [&](const Heading& b) {
                    need(60);  // never alone at the end of a page
                    y_ += kGap;
                    print(b.text, {.size = 12, .bold = true});
                },
                [&](const Paragraph& b) { print(b.text, {.size = 10.5}); },
                [&](const Fields& b) { print(b); }, [&](const Table& b) { print(b); },
                [&](const Signatures& b) { print(b); });
            y_ += kGap / 2;
        }
        end_page();
        return page_;
    }

    std::string bytes() {
        context_.reset();
        cairo_surface_finish(surface_.get());
        if (const auto status = cairo_surface_status(surface_.get());
            status != CAIRO_STATUS_SUCCESS) {
            throw CannotPrint(cairo_status_to_string(status));
        }
        return std::move(bytes_);
    }

  private:
    Layout layout(const std::string& text, const Style& style, double width) {
        Layout made(pango_cairo_create_layout(context_.get()));
        const Font font(pango_font_description_new());
        pango_font_description_set_family_static(font.get(), kFamily);
        pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
        if (style.bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
        pango_layout_set_font_description(made.get(), font.get());
        pango_layout_set_width(made.get(), static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_alignment(made.get(), style.side);
        pango_layout_set_text(made.get(), text.data(), static_cast<int>(text.size()));
        return made;
    }
    static double height_of(const Layout& made) {
        int height = 0;
        pango_layout_get_size(made.get(), nullptr, &height);
        return static_cast<double>(height) / PANGO_SCALE;
    }
    void show(const Layout& made, double x, double y) {
        cairo_move_to(context_.get(), x, y);
        pango_cairo_show_layout(context_.get(), made.get());
    }
    void box(double x, double y, double width, double height) {
        cairo_rectangle(context_.get(), x, y, width, height);
        cairo_stroke(context_.get());
    }

    void begin_page() {
        ++page_;
        y_ = kMargin;
    }
    void end_page() {
        const std::string foot =
            fmt::format("{}　第 {} 页 共 {} 页", made_on_.to_string(), page_, total_);
        show(layout(foot, {.size = 8, .side = PANGO_ALIGN_CENTER}, kBody), kMargin, kBottom + 10);
        cairo_show_page(context_.get());
    }
    void next_page() {
        end_page();
        begin_page();
    }
    void need(double height) {
        if (y_ + height > kBottom && y_ > kMargin) next_page();
    }

    // Text over the whole width, line by line, so that a page may end within it.
    void print(const std::string& text, const Style& style) {
        const Layout made = layout(text, style, kBody);
        PangoLayoutIter* lines = pango_layout_get_iter(made.get());
        do {
            PangoRectangle place;
            pango_layout_iter_get_line_extents(lines, nullptr, &place);
            const double height = static_cast<double>(place.height) / PANGO_SCALE;
            need(height);
            const double baseline =
                static_cast<double>(pango_layout_iter_get_baseline(lines) - place.y) / PANGO_SCALE;
            cairo_move_to(context_.get(), kMargin + static_cast<double>(place.x) / PANGO_SCALE,
                          y_ + baseline);
            pango_cairo_show_layout_line(context_.get(),
                                         pango_layout_iter_get_line_readonly(lines));
            y_ += height;
        } while (pango_layout_iter_next_line(lines) != 0);
        pango_layout_iter_free(lines);
    }

    struct Slot {
        std::string text;
        Style style;
        double width;
    };
    using Row = std::vector<Slot>;

    double height_of(const Row& row) {
        double height = 0;
        for (const Slot& slot : row) {
            height = std::max(height,
                              height_of(layout(slot.text, slot.style, slot.width - 2 * kPadding)));
        }
        return height + 2 * kPadding;
    }
    void draw(const Row& row, double height) {
        double x = kMargin;
        for (const Slot& slot : row) {
            box(x, y_, slot.width, height);
            show(layout(slot.text, slot.style, slot.width - 2 * kPadding), x + kPadding,
                 y_ + kPadding);
            x += slot.width;
        }
        y_ += height;
    }
    // Cuts what does not fit into `height` off each cell; what was cut off is the next row.
    std::optional<Row> cut(Row& row, double height) {
        Row rest = row;
        bool is_cut = false;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const Slot& slot = row[i];
            const Layout made = layout(slot.text, slot.style, slot.width - 2 * kPadding);
            PangoLayoutIter* lines = pango_layout_get_iter(made.get());
            std::size_t end = slot.text.size();
            do {
                PangoRectangle place;
                pango_layout_iter_get_line_extents(lines, nullptr, &place);
                const double bottom = static_cast<double>(place.y + place.height) / PANGO_SCALE;
                if (bottom <= height - 2 * kPadding) continue;
                end = static_cast<std::size_t>(
                    pango_layout_iter_get_line_readonly(lines)->start_index);
                break;
            } while (pango_layout_iter_next_line(lines) != 0);
            pango_layout_iter_free(lines);
            is_cut = is_cut || end < slot.text.size();
            rest[i].text = slot.text.substr(end);
            row[i].text.resize(end);
        }
        return is_cut ? std::optional<Row>(std::move(rest)) : std::nullopt;
    }
    void print_row(Row row, const Row* head) {
        const double head_height = head == nullptr ? 0 : height_of(*head);
        const double page = kBottom - kMargin - head_height;
        for (std::optional<Row> next = std::move(row); next;) {
            Row part = *std::exchange(next, std::nullopt);
            double height = height_of(part);
            if (height > page) {
                next = cut(part, page);
                height = height_of(part);
            }
            if (y_ + height > kBottom && y_ > kMargin) {
                next_page();
                if (head != nullptr) draw(*head, head_height);
            }
            draw(part, height);
        }
    }

    void print(const Fields& block) {
        constexpr double kLabel = kBody * 0.18;
        constexpr double kValue = kBody * 0.32;
        for (std::size_t i = 0; i < block.fields.size(); i += 2) {
            Row row;
            const bool alone = i + 1 == block.fields.size();
            for (std::size_t j = i; j < std::min(i + 2, block.fields.size()); ++j) {
                row.push_back({block.fields[j].label, {.bold = true}, kLabel});
                row.push_back({block.fields[j].value, {}, alone ? kBody - kLabel : kValue});
            }
            print_row(std::move(row), nullptr);
        }
    }

    void print(const Table& table) {
        const double shares =
            std::accumulate(table.columns.begin(), table.columns.end(), 0.0,
                            [](double sum, const Column& column) { return sum + column.share; });
        const auto row_of = [&](const auto& text_at, bool bold) {
            Row row;
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                const Column& column = table.columns[i];
                row.push_back(
                    {text_at(i),
                     {.size = 9,
                      .bold = bold,
                      .side = column.side == Side::Right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT},
                     kBody * column.share / shares});
            }
            return row;
        };
        const Row head = row_of([&](std::size_t i) { return table.columns[i].title; }, true);
        const double head_height = height_of(head);
        need(head_height * 2);
        draw(head, head_height);
        for (const auto& cells : table.rows) {
            HAVEN_CHECK(cells.size() == table.columns.size());
            print_row(row_of([&](std::size_t i) { return cells[i]; }, false), &head);
        }
    }

    void print(const Signatures& block) {
        constexpr double kHigh = 46;
        need(kHigh + kGap);
        y_ += kGap;
        const double width =
            kBody / static_cast<double>(std::max<std::size_t>(1, block.roles.size()));
        double x = kMargin;
        for (const std::string& role : block.roles) {
            show(layout(role + "(签字):\n\n　　　　年　　月　　日", {}, width), x, y_);
            x += width;
        }
        y_ += kHigh;
    }

    const Document& document_;
    const Date made_on_;
    const int total_;
    std::string bytes_;
    Surface surface_;
    Context context_;
    int page_ = 0;
    double y_ = 0;
};

}  // namespace

std::string to_pdf(const Document& document, Date made_on) {
    check_fonts();
    const int pages = Press(document, made_on, 0).run();
    Press press(document, made_on, pages);
    press.run();
    return press.bytes();
}

}  // namespace haven::paper
